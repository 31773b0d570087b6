// What there is left to pay a snapshot's memory with.

import { freemem } from 'node:os'

/** Bytes that the machine and the container have left; Node knows the container's limit from 20.13 on. */
export function freeMemory(): number {
  const available: unknown = Reflect.get(process, 'availableMemory')
  return typeof available === 'function'
    ? Math.min(freemem(), process.availableMemory())
    : freemem()
}
