// The part of the report on one process: its resident memory, split.

import type { Verdict } from './report.ts'

/**
 * What the resident memory of a process consists of; each part is explained in `docs/concepts/memory-parts.md`. `native` stands
 * where the allocator could not be asked what of it is free.
 */
export const MEMORY_PARTS = [
  'v8 heap used',
  'v8 heap free',
  'array buffers',
  'other external',
  'code and libraries',
  'thread stacks',
  'wasm',
  'native used',
  'native free',
  'native',
  'mapped files',
  'other',
] as const
export type MemoryPart = (typeof MEMORY_PARTS)[number]

/** One process with its memory over time. All columns have the length of `atMs`. */
export interface ProcessReport {
  readonly pid: number
  /** Entry file of its main thread. */
  readonly entry: string | null
  /** Ids of its isolates. */
  readonly isolates: readonly string[]
  /** On the memory outside its isolates; theirs is judged with them. */
  readonly verdict: Verdict
  readonly says: string
  readonly atMs: readonly number[]
  readonly rssBytes: readonly number[]
  readonly parts: Readonly<Partial<Record<MemoryPart, readonly number[]>>>
}
