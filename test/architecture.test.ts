// The rules that the compiler and the linter cannot see: the layers against DESIGN's table, one door a
// layer, pure layers, names, sizes, and no silenced check. The table below is the only second copy of the
// `references` in src/*/tsconfig.json; a change of either is a decision.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

type Kind = 'pure' | 'node' | 'dom'

interface LayerLaw {
  readonly kind: Kind
  readonly mayImport: readonly string[]
}

interface SourceFile {
  /** Relative to the project's root, with `/`. */
  readonly path: string
  readonly text: string
}

interface Import {
  readonly from: string
  readonly specifier: string
}

interface TsConfig {
  readonly compilerOptions?: {
    readonly types?: readonly string[]
    readonly lib?: readonly string[]
  }
  readonly references?: readonly { readonly path: string }[]
}

const LAW: Readonly<Record<string, LayerLaw>> = {
  units: { kind: 'pure', mayImport: [] },
  protocol: { kind: 'pure', mayImport: [] },
  heap: { kind: 'pure', mayImport: [] },
  series: { kind: 'pure', mayImport: [] },
  diagnosis: { kind: 'pure', mayImport: ['heap', 'series', 'protocol'] },
  report: { kind: 'pure', mayImport: ['protocol', 'units'] },
  agent: { kind: 'node', mayImport: ['protocol'] },
  target: { kind: 'node', mayImport: ['protocol'] },
  history: { kind: 'node', mayImport: ['protocol'] },
  investigation: {
    kind: 'node',
    mayImport: ['target', 'history', 'heap', 'series', 'diagnosis', 'protocol'],
  },
  server: { kind: 'node', mayImport: ['investigation', 'history', 'report', 'protocol', 'units'] },
  testing: {
    kind: 'node',
    mayImport: ['investigation', 'diagnosis', 'report', 'protocol', 'units'],
  },
  cli: {
    kind: 'node',
    mayImport: [
      'units',
      'protocol',
      'heap',
      'series',
      'diagnosis',
      'report',
      'agent',
      'target',
      'history',
      'investigation',
      'server',
    ],
  },
  library: { kind: 'node', mayImport: ['agent', 'heap', 'series', 'protocol', 'units'] },
  dashboard: {
    kind: 'dom',
    mayImport: ['units', 'protocol', 'heap', 'series', 'diagnosis', 'report'],
  },
}

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const CODE = /\.(?:ts|tsx|cts|mts|js|mjs|cjs)$/
const SOURCE_LINES = 300
const TEST_LINES = 500
const README_LINES = 40
const NAMES_THAT_EXPLAIN_NOTHING =
  /(?:^|\/)(?:utils?|helpers?|types?|common|constants?|misc|shared|lib)(?:\.[^/]*)?(?:\/|$)/

// Put together from pieces, so that this file does not accuse itself.
const SUPPRESSIONS = new RegExp(
  ['(?:oxlint|eslint|biome)-(?:disable|ignore)', '@ts-(?:ignore|nocheck)'].join('|'),
)
const LEFT_OPEN = new RegExp(`\\b(?:${['TO', 'FIX'].join('DO|')}ME|X{3})\\b`)
const PATHS_OF_A_MACHINE = new RegExp(
  ['(?:/home/|/Users/)\\w+/', '(?<![\\w.-])/(?:root|work)/', '[A-Z]:\\\\+Users\\b'].join('|'),
)

function filesBelow(folder: string): SourceFile[] {
  const absolute = join(ROOT, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      path: relative(ROOT, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }))
}

function codeBelow(folder: string): SourceFile[] {
  return filesBelow(folder).filter((file) => CODE.test(file.path))
}

/** Blanks out comments; keeps strings, so that specifiers stay readable. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_match, text: string | undefined) => text ?? ' ',
  )
}

function importsOf(file: SourceFile): Import[] {
  const statement =
    /(?:^|[\s;}])(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[\s;}])import\s*['"]([^'"]+)['"]|\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g
  return [...withoutComments(file.text).matchAll(statement)].map((match) => ({
    from: file.path,
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
  }))
}

function layerOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** The path that a relative specifier leads to, from the project's root. */
function destinationOf(found: Import): string {
  return join(dirname(found.from), found.specifier).split(sep).join('/')
}

function configOf(layer: string): TsConfig {
  return JSON.parse(readFileSync(join(ROOT, 'src', layer, 'tsconfig.json'), 'utf8')) as TsConfig
}

function referencesOf(layer: string): string[] {
  return (configOf(layer).references ?? []).map((reference) => reference.path.replace('../', ''))
}

function codeLines(text: string): number {
  return withoutComments(text)
    .split('\n')
    .filter((line) => line.trim() !== '').length
}

const layers = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const source = codeBelow('src')
const tests = codeBelow('test')
const imports = source.flatMap(importsOf)
const relativeImports = imports.filter((found) => found.specifier.startsWith('.'))
const acrossLayers = relativeImports
  .map((found) => ({ ...found, to: destinationOf(found) }))
  .filter((found) => found.to.startsWith('src/') && layerOf(found.to) !== layerOf(found.from))

describe('reading imports', () => {
  test('every form of import is seen and comments are not', () => {
    const text = [
      "import { a } from './a.ts'",
      "import type {\n  B,\n} from './b.ts'",
      "export { c } from './c.ts'",
      "import './d.ts'",
      "const e = await import('./e.ts')",
      "const f = require('./f.cjs')",
      "// import { no } from './no.ts'",
      "/* export * from './never.ts' */",
    ].join('\n')
    const found = importsOf({ path: 'src/heap/x.ts', text }).map((each) => each.specifier)
    expect(found).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.cjs'])
  })

  test('an address inside a string is not taken for a comment', () => {
    expect(codeLines("const a = 'http://example.org'\n// gone\n\nconst b = 1 /* gone */")).toBe(2)
  })
})

describe('layers', () => {
  test('every folder of src is a layer of the table', () => {
    expect(layers.filter((layer) => LAW[layer] === undefined)).toEqual([])
    expect(layers.length).toBeGreaterThan(0)
  })

  test('the references of a layer are allowed by the table', () => {
    const offences = layers.flatMap((layer) =>
      referencesOf(layer)
        .filter((reference) => !LAW[layer]?.mayImport.includes(reference))
        .map((reference) => `${layer} → ${reference}`),
    )
    expect(offences).toEqual([])
  })

  test('a layer imports only the layers that it references itself', () => {
    const offences = acrossLayers
      .filter((found) => !referencesOf(layerOf(found.from)).includes(layerOf(found.to)))
      .map((found) => `${found.from} → ${found.to}`)
    expect(offences).toEqual([])
  })

  test('a layer is entered through its index.ts', () => {
    const offences = acrossLayers
      .filter((found) => found.to !== `src/${layerOf(found.to)}/index.ts`)
      .map((found) => `${found.from} → ${found.to}`)
    expect(offences).toEqual([])
  })

  test('no import leaves src', () => {
    const offences = relativeImports
      .filter((found) => !destinationOf(found).startsWith('src/'))
      .map((found) => `${found.from} → ${found.specifier}`)
    expect(offences).toEqual([])
  })

  test('imports between layers form no cycle', () => {
    const edges = new Map<string, Set<string>>()
    for (const found of acrossLayers) {
      const from = layerOf(found.from)
      edges.set(from, (edges.get(from) ?? new Set()).add(layerOf(found.to)))
    }
    const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
      [...(edges.get(from) ?? [])].some(
        (next) =>
          next === goal || (!seen.has(next) && reaches(next, goal, new Set([...seen, next]))),
      )
    expect(layers.filter((layer) => reaches(layer, layer, new Set()))).toEqual([])
  })

  test('every layer has a door, a tsconfig and a README of at most 40 lines', () => {
    const offences = layers.flatMap((layer) => {
      const missing = ['index.ts', 'tsconfig.json', 'README.md'].filter(
        (name) => !existsSync(join(ROOT, 'src', layer, name)),
      )
      const readme = join(ROOT, 'src', layer, 'README.md')
      const lines = existsSync(readme) ? readFileSync(readme, 'utf8').trimEnd().split('\n') : []
      const long = lines.length > README_LINES ? [`README.md of ${lines.length} lines`] : []
      return [...missing, ...long].map((what) => `${layer}: ${what}`)
    })
    expect(offences).toEqual([])
  })

  test('a door is a plain list of named exports', () => {
    const offences = source
      .filter((file) => /^src\/[^/]+\/index\.ts$/.test(file.path))
      .filter((file) => {
        const rest = withoutComments(file.text)
          .replace(/export\s+(?:type\s+)?\{[^}]*\}\s+from\s+['"][^'"]+['"]/g, '')
          .trim()
        return rest !== ''
      })
      .map((file) => file.path)
    expect(offences).toEqual([])
  })
})

describe('pure layers', () => {
  const pure = layers.filter((layer) => LAW[layer]?.kind === 'pure')

  test('they see the types of neither Node nor the browser', () => {
    const offences = pure.filter((layer) => {
      const options = configOf(layer).compilerOptions ?? {}
      return options.types !== undefined || options.lib !== undefined
    })
    expect(offences).toEqual([])
  })

  test('they import nothing but files of this project', () => {
    const offences = imports
      .filter((found) => pure.includes(layerOf(found.from)) && !found.specifier.startsWith('.'))
      .map((found) => `${found.from} → ${found.specifier}`)
    expect(offences).toEqual([])
  })
})

describe('the agent, which runs inside the program of somebody else', () => {
  test('it imports no package', () => {
    const offences = imports
      .filter((found) => layerOf(found.from) === 'agent')
      .filter((found) => !/^(?:\.|node:)/.test(found.specifier))
      .map((found) => `${found.from} → ${found.specifier}`)
    expect(offences).toEqual([])
  })
})

describe('files', () => {
  const written = [
    ...source,
    ...tests,
    ...codeBelow('bench'),
    ...codeBelow('scripts'),
    ...codeBelow('lab'),
  ]

  test('no file or folder has a name that explains nothing', () => {
    const offences = written.filter((file) => NAMES_THAT_EXPLAIN_NOTHING.test(file.path))
    expect(offences.map((file) => file.path)).toEqual([])
  })

  test('source files keep to 300 lines and test files to 500, without blanks and comments', () => {
    const offences = written
      .map((file) => ({ path: file.path, lines: codeLines(file.text) }))
      .filter((file) => file.lines > (file.path.startsWith('test/') ? TEST_LINES : SOURCE_LINES))
    expect(offences).toEqual([])
  })

  test('every source file begins by saying what it is', () => {
    const offences = source.filter(
      (file) => !/(?:^|\/)index\.ts$/.test(file.path) && !/^(?:#!.*\n)?\s*\/[/*]/.test(file.text),
    )
    expect(offences.map((file) => file.path)).toEqual([])
  })

  test('nothing is silenced, skipped or left open', () => {
    const skipped = /\b(?:it|test|describe)\.(?:skip|only|todo)\b/
    const offences = written.filter((file) =>
      [SUPPRESSIONS, LEFT_OPEN].some((pattern) => pattern.test(file.text)),
    )
    const asleep = tests.filter((file) => skipped.test(withoutComments(file.text)))
    expect([...offences, ...asleep].map((file) => file.path)).toEqual([])
  })

  test('no file knows the paths of the machine it was written on', () => {
    const documents = [...filesBelow('docs'), ...filesBelow('lab'), ...filesBelow('.github')]
    const offences = [...written, ...documents].filter((file) => PATHS_OF_A_MACHINE.test(file.text))
    expect(offences.map((file) => file.path)).toEqual([])
  })
})
