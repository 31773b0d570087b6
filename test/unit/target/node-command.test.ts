import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeCommand } from '../../../src/target/node/node-command.ts'

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'node-command-'))
})

afterEach(() => {
  rmSync(cwd, { recursive: true })
})

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(cwd, name, '..'), { recursive: true })
    writeFileSync(join(cwd, name), name.endsWith('.json') ? '{"main":"./lib/start"}' : '')
  }
}

test('a file runs with Node, its own arguments after it and those of Node before', () => {
  write('app.js')
  const command = nodeCommand('app.js', ['--port', '1'], ['--expose-gc'], { cwd, nodePath: '/n' })
  expect(command).toEqual(['/n', '--expose-gc', 'app.js', '--port', '1'])
})

test('a file without an extension runs, as Node runs it', () => {
  write('bin/www')
  expect(nodeCommand('bin/www', [], [], { cwd, nodePath: '/n' })).toEqual(['/n', 'bin/www'])
})

test('a directory runs by its main or its index', () => {
  write('a/package.json', 'a/lib/start.js', 'b/index.js', 'c/other.js')
  expect(nodeCommand('a', [], [], { cwd, nodePath: '/n' })).toEqual(['/n', 'a'])
  expect(nodeCommand('b', [], [], { cwd, nodePath: '/n' })).toEqual(['/n', 'b'])
  expect(() => nodeCommand('c', [], [], { cwd })).toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE' }),
  )
})

test('a missing file and another kind of file are told apart', () => {
  write('app.py')
  expect(() => nodeCommand('app.js', [], [], { cwd })).toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE' }),
  )
  expect(() => nodeCommand('app.py', [], [], { cwd })).toThrow(
    expect.objectContaining({ code: 'USAGE' }),
  )
})

test.each(['22.18.0', '23.6.0', '24.0.0', '26.10.0'])(
  'Node %s runs TypeScript by itself',
  (version) => {
    write('app.ts')
    const options = { cwd, nodePath: '/n', nodeVersion: version }
    expect(nodeCommand('app.ts', [], [], options)).toEqual(['/n', 'app.ts'])
  },
)

test.each(['18.20.8', '20.20.2', '22.17.1', '23.5.0'])(
  'Node %s runs TypeScript through tsx where the project has it, or the user’s own loader',
  (version) => {
    write('app.mts')
    const options = { cwd, nodePath: '/n', nodeVersion: version }
    expect(() => nodeCommand('app.mts', [], [], options)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    )
    expect(nodeCommand('app.mts', [], ['--import=my-loader'], options)).toEqual([
      '/n',
      '--import=my-loader',
      'app.mts',
    ])
    write('node_modules/tsx/index.js')
    expect(nodeCommand('app.mts', [], [], options)).toEqual(['/n', '--import', 'tsx', 'app.mts'])
  },
)
