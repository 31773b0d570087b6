import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { analyzeRecordings } from '../../../src/investigation/index.ts'
import { readRecording } from '../../../src/investigation/recordings/recording.ts'
import type { Hello, Report, Sample, SitesMessage } from '../../../src/protocol/index.ts'
import { jsonLines, recordedHeader, recordedSample } from '../../support/recording-lines.ts'

const MINUTE_MS = 60_000
const MB = 1e6

/** A floor every ten seconds, with a little noise. */
function floors(minutes: number, level: (minute: number) => number): Sample[] {
  return Array.from({ length: minutes * 6 }, (_, index) =>
    recordedSample({
      atMs: index * 10_000,
      oldGenerationBytes: Math.round(level(index / 6) + 20_000 * Math.sin(index * 7.1)),
    }),
  )
}

function messages(samples: readonly Sample[]): object[] {
  return samples.map((sample) => ({ type: 'sample', sample }))
}

function site(name: string, line: number, liveBytes: number): SitesMessage['sampling']['sites'][0] {
  const stack = [{ function: name, url: import.meta.url, line, column: 1 }]
  return { stack, liveBytes, liveSamples: 10, survivorBytes: 0 }
}

function sites(atMs: number): SitesMessage {
  return {
    type: 'sites',
    atMs,
    pauseMs: 40,
    sampling: {
      sites: [site('remember', 5, 4 * MB), site('parse', 6, 1000)],
      intervalBytes: 131_072,
      sinceMs: 300_000,
    },
  }
}

interface Written {
  readonly hello?: Partial<Hello>
  readonly startedAtMs?: number
  readonly lines: readonly object[]
  readonly id?: string
}

/** Recordings in a directory of this test, as the agent names them. */
function recorded(all: readonly Written[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'recorded-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  mkdirSync(join(directory, 'recordings'))
  for (const [index, { hello, startedAtMs, lines, id }] of all.entries()) {
    const name = `Recording.20261120.175035.${hello?.pid ?? 4242}.${hello?.threadId ?? 0}.${id ?? `a${index}`}`
    const path = join(directory, 'recordings', `${name}.recent-0.jsonl`)
    writeFileSync(path, jsonLines([recordedHeader(hello, startedAtMs), ...lines]))
  }
  return directory
}

function analyzed(directory: string): Report {
  return analyzeRecordings({ paths: [directory], cwd: directory, version: '0' })
}

describe('a recording', () => {
  test('is read from both rings, in the order of time, each sample once', () => {
    const samples = floors(2, () => 10 * MB)
    const recent = jsonLines([recordedHeader(), ...messages(samples.slice(4))])
    const lasting = jsonLines([recordedHeader(), ...messages(samples.slice(0, 6))])
    const recording = readRecording([recent, lasting], 'file')
    expect(recording.samples.map((one) => one.atMs)).toEqual(samples.map((one) => one.atMs))
    expect(recording.brokenLines).toBe(0)
    expect(recording.bye).toBeNull()
  })

  test.each([1, 10, 200, 300])(
    'that a crash cut %i bytes short is read without its last line',
    (cut) => {
      const samples = floors(2, () => 10 * MB)
      const text = jsonLines([recordedHeader(), ...messages(samples)])
      const recording = readRecording([text.slice(0, -cut)], 'file')
      // Without its newline alone the last line is whole.
      expect(recording.samples.length).toBe(samples.length - (cut === 1 ? 0 : 1))
      expect(recording.brokenLines).toBe(cut === 1 ? 0 : 1)
    },
  )

  test.each([
    '{"type":"sample","sample":{}}',
    '{"type":"sites","atMs":1,"pauseMs":1,"sampling":{"sites":[{"stack":[7]}],"intervalBytes":1,"sinceMs":1}}',
    '{"type":"suspicion","atMs":"now"}',
    '{"type":"something else"}',
    '[]',
    'null',
    '\u0000\u0000',
  ])('skips the line %j and counts it', (line) => {
    const recording = readRecording([`${jsonLines([recordedHeader()])}${line}\n`], 'file')
    expect(recording.brokenLines).toBe(1)
    expect(recording.samples).toEqual([])
  })

  test('of another form, or without a header, is refused with a coded error', () => {
    const later = jsonLines([{ ...recordedHeader(), schema: 'tidemark.recording/9' }])
    const bare = jsonLines(messages(floors(1, () => MB)))
    for (const text of [later, bare, '']) {
      expect(() => readRecording([text], 'file')).toThrowError(
        expect.objectContaining({ code: 'RECORDING_UNREADABLE' }),
      )
    }
  })
})

describe('the report of recordings', () => {
  test('raises a suspicion on a floor that keeps rising, with who allocates what stays', () => {
    const lines = [...messages(floors(40, (minute) => (30 + minute) * MB)), sites(19 * MINUTE_MS)]
    const report = analyzed(recorded([{ lines }]))
    expect(report.verdict).toBe('suspect')
    expect(report.target).toMatchObject({ kind: 'recording', pid: 4242, exit: null })
    expect(report.findings.length).toBe(1)
    expect(report.findings[0]).toMatchObject({
      status: 'suspect',
      cause: 'unknown',
      title: 'Memory that remember allocates stays',
      addedBy: [{ function: 'remember', line: 5 }],
    })
    expect(report.findings[0]?.rate.bytesPerHour).toBeGreaterThan(50 * MB)
  })

  test('is never surer than that, however fast the floor rises', () => {
    const lines = messages(floors(60, (minute) => (30 + 20 * minute) * MB))
    expect(analyzed(recorded([{ lines }])).verdict).toBe('suspect')
  })

  test.each([
    ['stands', 'stable', () => 50 * MB],
    ['fills up and levels off', 'bounded', (m: number) => (20 + 60 * (1 - Math.exp(-m / 4))) * MB],
    ['falls', 'stable', (minute: number) => (90 - minute) * MB],
  ] as const)('of a floor that %s is %s and names nobody', (_name, verdict, level) => {
    const report = analyzed(
      recorded([{ lines: [...messages(floors(30, level)), sites(MINUTE_MS)] }]),
    )
    expect(report.verdict).toBe(verdict)
    expect(report.findings).toEqual([])
  })

  test('suspects nothing in the first half hour, in which caches fill, unless memory runs out', () => {
    const rising = floors(20, (minute) => (300 + 10 * minute) * MB)
    expect(analyzed(recorded([{ lines: messages(rising) }])).verdict).toBe('inconclusive')
    const limited = rising.map((one) => ({ ...one, heapLimitBytes: 600 * MB }))
    expect(analyzed(recorded([{ lines: messages(limited) }])).verdict).toBe('suspect')
    expect(analyzed(recorded([{ lines: messages(limited.slice(0, 24)) }])).verdict).toBe(
      'inconclusive',
    )
  })

  test('says what the agent noticed and why it did not look closer', () => {
    const suspicion = {
      type: 'suspicion',
      atMs: MINUTE_MS,
      fromBytes: 30 * MB,
      toBytes: 40 * MB,
      overMs: 10 * MINUTE_MS,
      refused: 'it is busy',
      next: 'tidemark attach 4242',
    }
    const lines = [...messages(floors(20, () => 30 * MB)), suspicion]
    const { notes } = analyzed(recorded([{ lines }]))
    expect(notes.join('\n')).toContain('rose from 30.0 to 40.0 MB in 10 minutes')
    expect(notes.join('\n')).toContain('it is busy')
  })

  test('leaves out earlier runs of the same program, and keeps threads and siblings of the last', () => {
    const lines = messages(floors(20, () => 30 * MB))
    const leaky = messages(floors(20, (minute) => (30 + minute) * MB))
    const day = 86_400_000
    const directory = recorded([
      { hello: { pid: 1 }, startedAtMs: 1e12, lines: leaky },
      { hello: { pid: 2 }, startedAtMs: 1e12 + day, lines },
      { hello: { pid: 3 }, startedAtMs: 1e12 + day + 5000, lines },
      { hello: { pid: 3, threadId: 1, role: 'worker' }, startedAtMs: 1e12 + day, lines },
    ])
    const report = analyzed(directory)
    expect(report.isolates.map((one) => one.id).sort()).toEqual(['2/0', '3/0', '3/1'])
    expect(report.verdict).toBe('stable')
    expect(report.notes.join('\n')).toContain('1 recording of earlier runs')
  })

  test('is not held up by threads that hardly allocate, but is by one that fills and was not collected', () => {
    const quiet = (level: (at: number) => number) =>
      messages(
        Array.from({ length: 120 }, (_, at) =>
          recordedSample({
            atMs: at * 10_000,
            trigger: 'interval',
            oldGenerationBytes: level(at),
          }),
        ),
      )
    const main = { lines: messages(floors(20, () => 30 * MB)) }
    const worker = { threadId: 1, role: 'worker' } as const
    const idle = analyzed(recorded([main, { hello: worker, lines: quiet((at) => 5 * MB + at) }]))
    expect(idle.verdict).toBe('stable')
    expect(idle.notes.join('\n')).toContain('1 isolate hardly allocated')
    const filling = analyzed(
      recorded([main, { hello: worker, lines: quiet((at) => 5 * MB + at * 50_000) }]),
    )
    expect(filling.verdict).toBe('inconclusive')
  })

  test('says which worker threads were not recorded', () => {
    const lines = messages(floors(20, () => 30 * MB))
    const { notes } = analyzed(recorded([{ hello: { workers: [1, 2] }, lines }]))
    expect(notes).toContain('2 worker threads of process 4242 could not be recorded.')
  })

  test('of a directory without any is refused', () => {
    expect(() => analyzed(recorded([]))).toThrowError(
      expect.objectContaining({ code: 'RECORDING_UNREADABLE' }),
    )
  })
})
