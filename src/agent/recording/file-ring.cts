// Lines into a ring of two files: when one is full, the other is begun anew, so that there is always one that is whole. Writes
// go through libuv's threads, so that a slow disk stops nothing; a line that is cut off by a crash is the last of its file.

import type * as fsModule from 'node:fs'

// Taken once: the program may put others in their place later.
const { close, closeSync, constants, open, openSync, write, writeSync } =
  require('node:fs') as typeof fsModule

/** More bytes than this do not wait for a disk that does not answer: then whole lines are dropped. */
const WAITING_LIMIT_BYTES = 512 * 1024
/** After a failure the disk is left alone for so many flushes. */
const REST_FLUSHES = 30
const SEGMENTS = 2
const NEW_FILE: number =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_TRUNC |
  constants.O_APPEND |
  (constants.O_NOFOLLOW ?? 0)

export interface FileRingOptions {
  /** The file of segment 0 or 1. */
  readonly path: (segment: number) => string
  /** A segment is full before it gets larger than this, unless a single write is. */
  readonly segmentBytes: number
  /** First line of every segment. */
  readonly header: () => string
}

/** Files of mode 0600. Nothing throws; what cannot be written is dropped. */
export class FileRing {
  readonly #options: FileRingOptions
  #waiting: string[] = []
  #waitingBytes = 0
  /** What libuv is writing. */
  #underWay: Buffer | null = null
  #descriptor = -1
  #segment = -1
  #bytes = 0
  #rest = 0
  /** Whether the file may end in half a line. */
  #isBroken = false
  #isClosed = false

  constructor(options: FileRingOptions) {
    this.#options = options
  }

  /** Whether libuv is at work for it. */
  get isBusy(): boolean {
    return this.#underWay !== null
  }

  add(line: string): void {
    if (this.#isClosed || this.#waitingBytes > WAITING_LIMIT_BYTES) return
    this.#waiting.push(line)
    this.#waitingBytes += line.length
  }

  /** Writes what waits, unless a write is under way. */
  flush(): void {
    if (this.#isClosed || this.#underWay !== null || this.#waiting.length === 0) return
    if (this.#rest > 0) {
      this.#rest -= 1
      return
    }
    this.#underWay = this.#take()
    if (this.#isFull(this.#underWay)) this.#begin()
    else this.#put(this.#underWay)
  }

  /** Writes what waits before it returns, and begins a file where there is none. */
  flushNow(): void {
    const isOpening = this.#descriptor < 0 && this.#underWay !== null
    if (this.#isClosed || isOpening || this.#waiting.length === 0) return
    try {
      const bytes = this.#take()
      if (this.#descriptor < 0) {
        const segment = (this.#segment + 1) % SEGMENTS
        this.#descriptor = openSync(this.#options.path(segment), NEW_FILE, 0o600)
        this.#segment = segment
        this.#bytes = writeSync(this.#descriptor, this.#options.header())
      }
      this.#bytes += writeSync(this.#descriptor, bytes)
    } catch {
      this.#fail()
    }
  }

  /** Writes what waits before it returns, where a file was ever begun. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // What is under way may be lost with the process: written twice it does no harm.
    const parts = [this.#underWay ?? Buffer.alloc(0), this.#take()]
    try {
      if (this.#descriptor < 0) return
      writeSync(this.#descriptor, Buffer.concat(parts))
      if (this.#underWay === null) closeSync(this.#descriptor)
    } catch {
      // The end of the recording is lost.
    }
  }

  #take(): Buffer {
    const bytes = Buffer.from(`${this.#isBroken ? '\n' : ''}${this.#waiting.join('')}`)
    this.#isBroken = false
    this.#waiting = []
    this.#waitingBytes = 0
    return bytes
  }

  #isFull(bytes: Buffer): boolean {
    return this.#descriptor < 0 || this.#bytes + bytes.length > this.#options.segmentBytes
  }

  #begin(): void {
    const segment = (this.#segment + 1) % SEGMENTS
    open(this.#options.path(segment), NEW_FILE, 0o600, (error, descriptor) => {
      if (error !== null || this.#isClosed || this.#underWay === null) {
        if (error === null) close(descriptor, () => undefined)
        this.#fail()
        return
      }
      if (this.#descriptor >= 0) close(this.#descriptor, () => undefined)
      this.#descriptor = descriptor
      this.#segment = segment
      this.#bytes = 0
      this.#underWay = Buffer.concat([Buffer.from(this.#options.header()), this.#underWay])
      this.#put(this.#underWay)
    })
  }

  #put(bytes: Buffer): void {
    const descriptor = this.#descriptor
    write(descriptor, bytes, 0, bytes.length, null, (error, written) => {
      if (this.#isClosed) {
        close(descriptor, () => undefined)
        return
      }
      if (error !== null) {
        this.#fail()
        return
      }
      this.#bytes += written
      this.#underWay = written < bytes.length ? bytes.subarray(written) : null
      if (this.#underWay !== null) this.#put(this.#underWay)
    })
  }

  /** A full disk may have room again later. What is written then begins a line of its own. */
  #fail(): void {
    this.#underWay = null
    this.#rest = REST_FLUSHES
    this.#isBroken = true
  }
}
