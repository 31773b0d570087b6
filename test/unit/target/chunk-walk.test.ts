import { describe, expect, test } from 'vitest'
import { ChunkWalker } from '../../../src/target/node/process-memory/chunk-walk.ts'
import { ChunkImage, IN_USE, MAPPED, OTHER_ARENA } from '../../support/chunk-image.ts'
import type { Chunk } from '../../support/chunk-image.ts'

const START = 0x1000000
const ARENA = 0x40000000
const BUDGET = 2 ** 30

function chunks(count: number, size: number, used: boolean): Chunk[] {
  return Array.from({ length: count }, () => ({ size, used }))
}

/** A heap of `pages` whose last chunk, the free rest, reaches its end. */
function heap(pages: number, row: readonly Chunk[]): ChunkImage {
  const image = new ChunkImage(START, pages * 4096)
  const size = row.reduce((sum, chunk) => sum + chunk.size, 0)
  image.row(START, [...row, { size: pages * 4096 - size, used: false }])
  return image
}

function walker(image: ChunkImage, budget: number = BUDGET): ChunkWalker {
  return new ChunkWalker(image.read, budget)
}

describe('the main heap', () => {
  test('is told into what is used and what is free', () => {
    const row = [...chunks(10, 64, true), ...chunks(1, 4096, false), ...chunks(5, 128, true)]
    const walked = walker(heap(4, row)).mainHeap(START, START + 4 * 4096)
    expect(walked?.usedBytes).toBe(10 * 64 + 5 * 128)
    expect(walked?.freeBytes).toBe(4 * 4096 - 10 * 64 - 5 * 128)
    expect([...(walked?.sizes ?? [])]).toEqual([
      [64, 10],
      [128, 5],
    ])
  })

  test('is walked over many windows, also where one chunk is larger than a window', () => {
    const row = [...chunks(3000, 96, true), ...chunks(1, 400_000, true), ...chunks(3000, 96, true)]
    const walked = walker(heap(400, row)).mainHeap(START, START + 400 * 4096)
    expect(walked?.usedBytes).toBe(6000 * 96 + 400_000)
  })

  test('may have grown since its bounds were read', () => {
    const image = new ChunkImage(START, 8 * 4096)
    image.row(START, [
      { size: 1024, used: true },
      { size: 8 * 4096 - 1024, used: false },
    ])
    const walked = walker(image).mainHeap(START, START + 4 * 4096)
    expect(walked).toMatchObject({ usedBytes: 1024, freeBytes: 4 * 4096 - 1024 })
  })

  test.each([
    ['a size of nothing', 0],
    ['a size that is too small', 16 + 8],
    ['a size that is not a multiple of sixteen', 0x48],
    ['a size that leads into the middle of the next page', 0x10010],
    ['a size beyond all memory', 0x7fffffffffff],
  ])('has no answer after %s', (_name, size) => {
    const image = heap(4, chunks(10, 64, true))
    image.word(START + 5 * 64 + 8, size + IN_USE)
    expect(walker(image).mainHeap(START, START + 4 * 4096)).toBeNull()
  })

  test('has no answer where memory cannot be read', () => {
    const image = new ChunkImage(START + 4096, 4096)
    expect(walker(image).mainHeap(START, START + 2 * 4096)).toBeNull()
  })

  test('has no answer where more would be read than was granted', () => {
    const image = heap(400, chunks(10_000, 96, true))
    expect(walker(image, 64 * 1024).mainHeap(START, image.end)).toBeNull()
    expect(walker(image).mainHeap(START, image.end)).not.toBeNull()
  })
})

describe('a heap of a further arena', () => {
  /** `offset` is where the arena's record begins, 0x20 before glibc 2.35 and 0x30 since. */
  function arena(offset: number): ChunkImage {
    const image = new ChunkImage(ARENA, 8 * 4096)
    image.word(ARENA, ARENA + offset).word(ARENA + 16, 8 * 4096)
    const first = ARENA + Math.ceil((offset + 0x898) / 16) * 16
    const row = [...chunks(1, 0x290, true), ...chunks(20, 80, true), ...chunks(1, 160, false)]
    const used = 0x290 + 20 * 80 + 160
    const rest = ARENA + 8 * 4096 - first - used
    image.row(
      first,
      [...row, ...chunks(1, 48, true), { size: rest - 48, used: false }],
      OTHER_ARENA,
    )
    return image
  }

  test.each([0x20, 0x30])('is walked behind the record at %i', (offset) => {
    const image = arena(offset)
    const walked = walker(image).arenaHeap(ARENA, image.end)
    expect(walked?.usedBytes).toBe(0x290 + 20 * 80 + 48)
    expect(walked?.sizes.get(80)).toBe(20)
  })

  test('that is full ends in its fence', () => {
    const image = new ChunkImage(ARENA, 4 * 4096)
    image.word(ARENA, 0x50000030).word(ARENA + 16, 4 * 4096)
    const fence = image.end - 32
    const size = fence - (ARENA + 48)
    image.row(ARENA + 48, [{ size, used: true }], OTHER_ARENA)
    image.word(fence + 8, 16 + IN_USE).word(fence + 24, IN_USE)
    expect(walker(image).arenaHeap(ARENA, image.end)?.usedBytes).toBe(size)
  })

  test('with a head that is none has no answer', () => {
    const image = arena(0x30)
    image.word(ARENA + 16, 12_345)
    expect(walker(image).arenaHeap(ARENA, image.end)).toBeNull()
  })
})

describe('memory that was mapped', () => {
  test('is counted by block', () => {
    const image = new ChunkImage(START, 5 * 8192)
    for (let block = 0; block < 5; block++) image.word(START + block * 8192 + 8, 8192 + MAPPED)
    const walked = walker(image).mappedBlocks(START, image.end)
    expect(walked?.usedBytes).toBe(5 * 8192)
    expect(walked?.sizes.get(8192)).toBe(5)
  })

  test('may hold a stretch of the main heap beside blocks', () => {
    const image = new ChunkImage(START, 6 * 4096)
    image.word(START + 8, 8192 + MAPPED)
    image.row(START + 8192, [...chunks(4, 512, true), { size: 8192 - 2048, used: false }])
    image.word(START + 4 * 4096 + 8, 8192 + MAPPED)
    const walked = walker(image).mappedBlocks(START, image.end)
    expect(walked).toMatchObject({ usedBytes: 2 * 8192 + 2048, freeBytes: 8192 - 2048 })
  })

  test('by something else than the allocator has no answer', () => {
    const image = new ChunkImage(START, 8192)
    expect(walker(image).mappedBlocks(START, image.end)).toBeNull()
  })
})
