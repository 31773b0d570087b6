// Counts what Buffers and typed arrays show against what they pin. The inspector lists them; the sums are made in
// the program's own realm and only numbers come out.

import type { BufferCensusResult } from '../protocol/index.ts'
import { localSession } from './inspector-session.cts'

const GROUP = 'tidemark-census'

/** Costs a full collection, a walk over the heap and a step a view. Throws where there is no inspector. */
export function takeBufferCensus(): BufferCensusResult {
  const session = localSession()
  const evaluate = (method: string, params: object): unknown =>
    session.post(method, { ...params, objectGroup: GROUP })
  try {
    const prototype = evaluate('Runtime.evaluate', {
      expression: 'Object.getPrototypeOf(Uint8Array.prototype)',
    }) as { readonly result: { readonly objectId: string } }
    const views = evaluate('Runtime.queryObjects', {
      prototypeObjectId: prototype.result.objectId,
    }) as { readonly objects: { readonly objectId: string } }
    const counted = evaluate('Runtime.callFunctionOn', {
      objectId: views.objects.objectId,
      functionDeclaration: `function () { return (${countViews.toString()})(this) }`,
      returnByValue: true,
    }) as { readonly result: { readonly value?: BufferCensusResult } }
    if (counted.result.value === undefined) throw new Error('the buffers could not be counted')
    return counted.result.value
  } finally {
    session.post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
  }
}

/** Sent as text: it uses nothing but its argument. */
function countViews(views: readonly unknown[]): BufferCensusResult {
  // V8 keeps typed arrays of up to 64 bytes inside the heap object until someone asks for their buffer, which
  // moves them out for good. Only so many may be moved; beyond that the small ones count as their own.
  const smallBytes = 64
  let mayMove = 4096
  const shown = new Map<ArrayBufferLike, { views: number[]; isWhole: boolean }>()
  const result = { views: 0, wantedBytes: 0, pinnedBytes: 0, slices: 0 }
  for (const view of views) {
    // The prototypes themselves are listed too.
    if (!ArrayBuffer.isView(view)) continue
    const bytes = view.byteLength
    const maySitInside = bytes <= smallBytes && view.byteOffset === 0
    result.views += 1
    result.wantedBytes += bytes
    if (maySitInside && mayMove === 0) {
      result.pinnedBytes += bytes
      continue
    }
    const { buffer } = view
    const isWhole = buffer.byteLength === bytes
    if (maySitInside && isWhole) mayMove -= 1
    const entry = shown.get(buffer) ?? { views: [], isWhole: false }
    shown.set(buffer, entry)
    entry.isWhole ||= isWhole
    entry.views.push(bytes)
  }
  for (const [buffer, entry] of shown) {
    result.pinnedBytes += buffer.byteLength
    if (entry.isWhole) continue
    for (const bytes of entry.views) if (bytes * 4 < buffer.byteLength) result.slices += 1
  }
  return result
}
