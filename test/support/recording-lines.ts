// Lines of a recording as the agent writes them.

import { PROTOCOL_VERSION, RECORDING_SCHEMA } from '../../src/protocol/index.ts'
import type { Hello, RecordingHeader, Sample } from '../../src/protocol/index.ts'

export function recordedHello(given: Partial<Hello> = {}): Hello {
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    pid: 4242,
    parentPid: 1,
    threadId: 0,
    role: 'main',
    entry: '/srv/app.js',
    argv: ['node', '/srv/app.js'],
    cwd: '/srv',
    nodeVersion: '20.20.2',
    v8Version: '11.3',
    ownsSigusr1: false,
    ...given,
  }
}

export function recordedHeader(given: Partial<Hello> = {}, startedAtMs = 1e12): RecordingHeader {
  return {
    type: 'recording',
    schema: RECORDING_SCHEMA,
    startedAtMs,
    host: 'web-1',
    hello: recordedHello(given),
  }
}

export function recordedSample(given: Partial<Sample> = {}): Sample {
  const atMs = given.atMs ?? 0
  return {
    atMs,
    trigger: 'gc-natural',
    gcPauseMs: 2,
    spaces: [
      { name: 'old_space', usedBytes: 9_000_000, committedBytes: 12_000_000 },
      { name: 'shared_space', usedBytes: 0, committedBytes: 0 },
    ],
    oldGenerationBytes: 10_000_000,
    heapUsedBytes: 11_000_000,
    heapLimitBytes: 4_345_298_944,
    externalBytes: 2_000_000,
    arrayBufferBytes: 10_000,
    rssBytes: 60_000_000,
    mallocedBytes: 200_000,
    operations: { 'http request': 0, second: atMs / 1000 },
    resources: { TCPServerWrap: 1 },
    ...given,
  }
}

/** JSON lines, each ended. */
export function jsonLines(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
