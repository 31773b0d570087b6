// Whether a process can be attached to, asked before anything is done to it: it exists, runs, is Node, and is ours.

import { constants } from 'node:os'
import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { TidemarkError } from '../../../protocol/index.ts'
import { catchesSignal, processState } from '../process-table.ts'
import { placeOf } from './namespaces.ts'
import { listensToSignal } from './signal-listeners.ts'

const NODE_NAME = /^(?:node|nodejs|node-?\d[\w.]*)(?: \(deleted\))?$/
/** Stands in every Node from 18.16 on, whatever its file is called. */
const NODE_MARK = Buffer.from('NODE_SEA_FUSE_')
const CHUNK_BYTES = 4 * 1024 * 1024

/** Throws a coded error that says why it cannot be attached to. Reads the program's file where its name says nothing. */
export function checkNodeProcess(pid: number): void {
  if (!exists(pid))
    throw new TidemarkError('TARGET_NOT_FOUND', `there is no process ${pid}`, { pid })
  if (process.platform !== 'linux') return
  const { uid } = placeOf(pid)
  const own = process.getuid?.()
  if (own !== 0 && uid !== null && uid !== own) {
    throw new TidemarkError('TARGET_FORBIDDEN', `process ${pid} belongs to user ${uid}`, {
      pid,
      hint: 'Run Tidemark as that user or as root.',
    })
  }
  const state = processState(pid)
  if (state === 'Z')
    throw new TidemarkError('TARGET_NOT_FOUND', `process ${pid} has ended`, { pid })
  if (state === 'T' || state === 't') {
    throw new TidemarkError('TARGET_SILENT', `process ${pid} is stopped`, {
      pid,
      hint: 'Let it go on (kill -CONT) or end the debugger that holds it.',
    })
  }
  if (isNode(pid)) return
  throw new TidemarkError('TARGET_NOT_NODE', `process ${pid} runs ${programOf(pid)}`, {
    pid,
    hint: 'A shell, npm or a container’s init is not the program: take the process id of node itself.',
  })
}

/** Throws where SIGUSR1 would end the process, where Node was told not to listen to it, and where the program does. */
export function checkSignal(pid: number): void {
  if (process.platform !== 'linux') return
  const { SIGUSR1 } = constants.signals
  if (listensToSignal(pid, SIGUSR1) === true) {
    throw new TidemarkError(
      'TARGET_KEEPS_SIGUSR1',
      `the program of process ${pid} listens to SIGUSR1 itself, so it was not sent`,
      {
        pid,
        hint: 'Start it with --inspect=127.0.0.1:0 or with tidemark run, and nothing has to be sent.',
      },
    )
  }
  if (catchesSignal(pid, SIGUSR1) === true) return
  throw new TidemarkError(
    'TARGET_KEEPS_SIGUSR1',
    `process ${pid} does not handle SIGUSR1, which opens the inspector`,
    {
      pid,
      hint: 'It was started with --disable-sigusr1 or the permission model, is about to start, or let go of the signal.',
    },
  )
}

export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** By the name of its program, else by a mark in its file, of which some 100 MB are read. */
export function isNode(pid: number): boolean {
  return NODE_NAME.test(programOf(pid)) || holdsMark(`/proc/${pid}/exe`)
}

function programOf(pid: number): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`))
  } catch {
    return commandOf(pid)[0] ?? 'another program'
  }
}

/** The words of the command line; empty where it cannot be read. */
export function commandOf(pid: number): readonly string[] {
  return zeroSeparated(`/proc/${pid}/cmdline`)
}

/** NODE_OPTIONS as the process was started with. */
export function nodeOptionsOf(pid: number): string {
  const found = zeroSeparated(`/proc/${pid}/environ`).find((pair) =>
    pair.startsWith('NODE_OPTIONS='),
  )
  return found?.slice('NODE_OPTIONS='.length) ?? ''
}

function zeroSeparated(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\0').filter(Boolean)
  } catch {
    return []
  }
}

function holdsMark(file: string): boolean {
  let descriptor = -1
  try {
    descriptor = openSync(file, 'r')
    const buffer = Buffer.alloc(CHUNK_BYTES)
    // Chunks overlap by the mark's length, so that it is found across two.
    for (let at = 0; ; at += CHUNK_BYTES - NODE_MARK.length) {
      const bytes = readSync(descriptor, buffer, 0, CHUNK_BYTES, at)
      if (buffer.subarray(0, bytes).includes(NODE_MARK)) return true
      if (bytes < CHUNK_BYTES) return false
    }
  } catch {
    return false
  } finally {
    if (descriptor >= 0) closeSync(descriptor)
  }
}
