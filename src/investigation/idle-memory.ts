// What an idle isolate has not been made to collect. V8 collects when it allocates: a thread that has taken much in and then
// stands still keeps what is dead of it, which looks like a leak in RSS and is none.

import type { Sample } from '../protocol/index.ts'

/** The isolate has stood still for at least this long, ms. */
const IDLE_MS = 5000
/** Its memory moves by less than this meanwhile, as the agent's own readings do. */
const STILL_BYTES = 1_000_000
const WORTH_BYTES = 16_000_000

/**
 * Bytes of heap and external memory that came since the last collection of an isolate that stands still at the end of its
 * samples; 0 where that is little, the isolate is busy or was not watched for long enough. O(samples).
 */
export function idleUncollectedBytes(samples: readonly Sample[]): number {
  const last = samples.at(-1)
  const collected = samples.findLast((sample) => sample.trigger !== 'interval') ?? samples[0]
  if (last === undefined || collected === undefined) return 0
  const from = samples.findLastIndex((sample) => sample.atMs <= last.atMs - IDLE_MS)
  if (from < 0 || collected.atMs > last.atMs - IDLE_MS) return 0
  const sizes = samples.slice(from).map(sizeOf)
  if (Math.max(...sizes) - Math.min(...sizes) >= STILL_BYTES) return 0
  const grown = sizeOf(last) - sizeOf(collected)
  return grown >= WORTH_BYTES ? grown : 0
}

function sizeOf({ heapUsedBytes, externalBytes }: Sample): number {
  return heapUsedBytes + externalBytes
}
