import { describe, expect, it } from 'vitest'
import { NO_LIVE_FACTS } from '../../../src/diagnosis/index.ts'
import type { Lead } from '../../../src/diagnosis/index.ts'
import { exclusive } from '../../../src/investigation/exclusive.ts'
import type { LiveProbe } from '../../../src/investigation/live-probe.ts'
import { LiveQuestions } from '../../../src/investigation/live-questions.ts'
import { PauseBudget } from '../../../src/investigation/pause-budget.ts'
import { amounts, lead, plainLookup } from '../../support/lead-builder.ts'

const HOLDER = 7
const NO_RESOURCES = { first: {}, last: {} }

/** A process that answers at once; what it was asked is listed. */
class Process {
  readonly asked: string[] = []
  nowMs = 0
  alive = 64
  readonly budget: PauseBudget = new PauseBudget({ maxPauseMs: 30_000 })
  readonly questions: LiveQuestions

  constructor(parts: { collects?: boolean; probe?: Partial<LiveProbe> } = {}) {
    const note = (what: string): void => void this.asked.push(what)
    let markedAtMs = 0
    const probe: LiveProbe = {
      startSettle: async (_test, { holderId }) => {
        note(`mark ${holderId}`)
        markedAtMs = this.nowMs
        return { marked: 64, lookups: 1, pauseMs: 100 }
      },
      readSettled: async () => {
        note('count')
        const waitedMs = this.nowMs - markedAtMs
        return { tests: { 1: { marked: 64, alive: this.alive, waitedMs } } }
      },
      readFields: async () => ({ fields: {}, pauseMs: 0 }),
      functionRuns: async (urls) => {
        note(`runs ${urls.join()}`)
        return { runs: [], pauseMs: 1 }
      },
      startResourceStacks: async (types) => note(`watch ${types.join()}`),
      stopResourceStacks: async () => {
        note('watched')
        return { sites: [], looked: 5, costMs: 1 }
      },
      ...parts.probe,
    }
    this.questions = new LiveQuestions({
      probe,
      budget: this.budget,
      exclusively: exclusive(),
      nowMs: () => this.nowMs,
      collects: parts.collects ?? true,
      lookup: plainLookup,
    })
  }

  async at(seconds: number, leads: readonly Lead[] = [held()]): Promise<void> {
    this.nowMs = 1000 * seconds
    await this.questions.ask({ leads, facts: NO_LIVE_FACTS, resources: NO_RESOURCES })
  }
}

function held(parts: Partial<Lead> = {}): Lead {
  return lead({ holder: { ...lead().holder, objectId: HOLDER }, ...parts })
}

describe('questions to the live process', () => {
  it('mark a lead once, count after a while and a longer one, and are waited for until then', async () => {
    const process = new Process()
    expect(process.questions.answers([held()]).settling).toEqual([HOLDER])
    await process.at(10)
    await process.at(11)
    expect(process.questions.answers([held()])).toMatchObject({ settling: [HOLDER], settled: {} })
    await process.at(13)
    await process.at(14)
    expect(process.asked).toEqual(['mark 7', 'runs /app/store.js', 'count'])
    await process.at(20)
    await process.at(30)
    expect(process.asked).toEqual(['mark 7', 'runs /app/store.js', 'count', 'count'])
    expect(process.questions.answers([held()])).toMatchObject({
      settling: [],
      settled: { [HOLDER]: { marked: 64, alive: 64 } },
    })
  })

  it('follow a lead whose holder is replaced as it grows', async () => {
    const process = new Process()
    await process.at(10)
    await process.at(13)
    const replaced = held({ holder: { ...lead().holder, objectId: 99 } })
    expect(Object.keys(process.questions.answers([replaced]).settled)).toEqual(['99'])
  })

  it('count the same objects again after a further snapshot: a long queue has moved on', async () => {
    const process = new Process()
    process.alive = 40
    for (const seconds of [10, 13, 14]) await process.at(seconds)
    process.alive = 1
    const later = held({ population: amounts(0, 1000, 2000, 3000, 4000) })
    for (const seconds of [20, 21, 22]) await process.at(seconds, [later])
    expect(process.asked.filter((what) => what === 'count').length).toBe(2)
    expect(process.asked.filter((what) => what === 'mark 7').length).toBe(1)
    const settled = process.questions.answers([later]).settled[HOLDER]
    expect(settled).toMatchObject({ alive: 1, waitedMs: 10_000, grownShare: 1 })
  })

  it('mark anew once most of what hangs there has grown', async () => {
    const process = new Process()
    const early = held({ population: amounts(10_000, 11_000) })
    const late = held({ population: amounts(10_000, 11_000, 30_000) })
    await process.at(10, [early])
    await process.at(13, [early])
    expect(process.questions.answers([early]).settled[HOLDER]?.grownShare).toBeCloseTo(1 / 11)
    await process.at(20, [late])
    await process.at(23, [late])
    expect(process.questions.answers([late]).settled[HOLDER]?.grownShare).toBeCloseTo(2 / 3)
    expect(process.asked.filter((what) => what === 'mark 7').length).toBe(2)
  })

  it('do not repeat what was refused, and go on with the rest', async () => {
    let refused = 0
    const startSettle = async (): Promise<never> => {
      refused += 1
      throw new Error('refused')
    }
    const process = new Process({ probe: { startSettle } })
    await process.at(10)
    await process.at(15)
    expect(refused).toBe(1)
    expect(process.asked).toEqual(['runs /app/store.js'])
    expect(process.questions.answers([held()]).settling).toEqual([])
  })

  it('are not asked where they do not fit the budget', async () => {
    const process = new Process()
    process.budget.spentOnCollection(2000)
    await process.at(10)
    expect(process.asked).toEqual(['runs /app/store.js'])
    expect(process.questions.answers([held()]).settling).toEqual([])
  })

  it('count nothing where collections are forbidden', async () => {
    const process = new Process({ collects: false })
    await process.at(10, [held({ grownClass: 'Timeout' })])
    expect(process.asked).toEqual(['runs /app/store.js'])
  })

  it('watch the suspected resources for a few seconds, then let go', async () => {
    const process = new Process()
    const leads = [held({ grownClass: 'Timeout' })]
    for (const seconds of [10, 12, 15, 16, 30]) await process.at(seconds, leads)
    const watched = process.asked.filter((what) => what.startsWith('watch'))
    expect(watched).toEqual(['watch Timeout', 'watched'])
    expect(process.questions.cost).toMatchObject({ types: ['Timeout'], looked: 5, costMs: 1 })
  })

  it('leave no hook behind when the program is ended, and count once more', async () => {
    const process = new Process()
    const leads = [held({ grownClass: 'Timeout' })]
    await process.at(10, leads)
    process.nowMs = 12_000
    await process.questions.lastLook(leads)
    expect(process.asked.slice(-3)).toEqual(['count', 'watched', 'runs /app/store.js'])
    expect(process.questions.answers(leads).settled[HOLDER]?.alive).toBe(64)
  })

  it('pass over what hardly grew, and pending calls of a recursion', async () => {
    const process = new Process()
    const small = held({ population: amounts(0, 10, 20, 30) })
    const folded = held({ foldedFunction: { name: 'poll', position: null } })
    await process.at(10, [small, folded])
    expect(process.asked).toEqual([])
  })
})
