import { describe, expect, it } from 'vitest'
import { dominatorTree } from '../../../src/heap/dominators/dominator-tree.ts'
import { strongEdges } from '../../../src/heap/graph/edge-filter.ts'
import type { HeapGraph } from '../../../src/heap/graph/heap-graph.ts'
import type { GrowthSite } from '../../../src/heap/growth/growth-site.ts'
import { growthSites } from '../../../src/heap/growth/growth-sites.ts'
import { pathTrie } from '../../../src/heap/growth/path-trie.ts'
import { withoutSilenced } from '../../../src/heap/growth/silenced-sites.ts'
import { snapshotSummary } from '../../../src/heap/growth/snapshot-summary.ts'
import { shortestPathTree } from '../../../src/heap/paths/shortest-path-tree.ts'
import { Moment } from '../../support/moment.ts'

interface Outcome {
  readonly sites: readonly GrowthSite[]
  readonly growing: readonly GrowthSite[]
  readonly graph: HeapGraph
  readonly last: Moment
  readonly trie: ReturnType<typeof pathTrie>
}

/** Three snapshots of one process, each drawn by `draw` with its number 0, 1, 2. */
function watch(draw: (moment: Moment, snapshot: number) => void, snapshots = 3): Outcome {
  const ids = new Map<string, number>()
  const moments = Array.from({ length: snapshots }, (_, snapshot) => {
    const moment = new Moment(ids)
    draw(moment, snapshot)
    return moment
  })
  const graphs = moments.map((moment) => moment.heap.graph())
  const summaries = graphs.map((graph) =>
    snapshotSummary(graph, shortestPathTree(graph, strongEdges(graph))),
  )
  const last = moments.at(-1)
  const graph = graphs.at(-1)
  if (last === undefined || graph === undefined) throw new Error('no snapshots')
  const strong = strongEdges(graph)
  const tree = shortestPathTree(graph, strong)
  const trie = pathTrie(graph, tree)
  const dominators = dominatorTree(graph, strong)
  const earlier = summaries.slice(0, -1)
  const sites = growthSites(graph, { tree, trie, dominators, earlier })
  return { sites, growing: sites.filter((site) => site.growing), graph, last, trie }
}

/** `count` numbers from `first` on. */
function range(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

/** The only growing site; the test fails where there are others. */
function onlySite({ growing }: Outcome): GrowthSite {
  expect(growing).toHaveLength(1)
  const [site] = growing
  if (site === undefined) throw new Error('nothing grows')
  return site
}

describe('growth is attached to', () => {
  it('a Map, though its table is new in every round', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'sessions', 'map', 'Map')
      moment.object(`table${snapshot}`, '', 800, 'array')
      moment.edge('map', 'internal', 'table', `table${snapshot}`)
      for (const i of range(10 * (snapshot + 1))) {
        moment.object(`session${i}`, 'Session', 100)
        moment.edge(`table${snapshot}`, 'internal', String(i), `session${i}`)
        moment.hold(`session${i}`, 'user', `user${i}`, ['User', 10])
      }
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('map')])
    expect(site.population.map((entry) => entry.objects)).toEqual([20, 40, 60])
    expect(site.rounds).toEqual([
      { objects: 20, bytes: 1100 },
      { objects: 20, bytes: 1900 },
    ])
    expect(site.survivors).toEqual({ objects: 20, bytes: 1100 })
    expect(site.topChildren.map(({ classKey, count }) => [classKey, count])).toEqual([
      ['Session', 20],
    ])
    expect(site.exclusiveBytes).toBe(20 * 110 + 800)
    expect(site.engineBytes).toBe(0)
    expect(site.composition).toContainEqual({ classKey: 'User', objects: 20, bytes: 200 })
  })

  it('an array, with a child from the middle round as the example', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'jobs', 'jobs', 'Array')
      for (const i of range(5 * snapshot + 5)) moment.hold('jobs', i, `job${i}`, 'Job')
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('jobs')])
    const examples = range(5, 5).map((i) => outcome.last.ordinal(`job${i}`))
    expect(examples).toContain(site.topChildren[0]?.example)
  })

  it('the owner of a linked list that grows at its tail', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'signal', 'signal', 'AbortSignal')
      moment.hold('signal', 'head', 'link0', 'Listener')
      for (const i of range(20 * snapshot + 6, 1)) {
        moment.hold(`link${i - 1}`, 'next', `link${i}`, 'Listener')
      }
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('signal')])
    expect(site.topChildren).toMatchObject([{ classKey: 'Listener', count: 40 }])
    expect(site.population.map((entry) => entry.objects)).toEqual([7, 27, 47])
  })

  it('the owner of a list that had one element when watching began', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'queue', 'queue', 'Queue')
      moment.hold('queue', 'head', 'link0', 'Link')
      for (const i of range(20 * snapshot, 1)) {
        moment.hold(`link${i - 1}`, 'next', `link${i}`, 'Link')
      }
    })
    expect(onlySite(outcome).attach).toEqual([outcome.last.ordinal('queue')])
  })

  it('the owner of a list that grows at its head', () => {
    const outcome = watch((moment, snapshot) => {
      const newest = 20 * snapshot + 5
      moment.hold('', 'promise', 'promise', 'Promise')
      moment.object(`reaction${newest}`, 'system / PromiseReaction', 48, 'hidden')
      moment.edge('promise', 'internal', 'reactions_or_result', `reaction${newest}`)
      for (const i of range(newest).toReversed()) {
        moment.object(`reaction${i}`, 'system / PromiseReaction', 48, 'hidden')
        moment.edge(`reaction${i + 1}`, 'hidden', 0, `reaction${i}`)
      }
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('promise')])
    expect(site.topChildren).toMatchObject([{ classKey: 'system / PromiseReaction', count: 40 }])
  })

  it('what calls a recursion, however many levels it has', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'pool', 'pool', 'Pool')
      moment.hold('pool', 'query', 'promise0', 'Promise')
      for (const i of range(30 * (snapshot + 1))) {
        moment.object(`reaction${i}`, 'system / PromiseReaction', 48, 'hidden')
        moment.edge(`promise${i}`, 'internal', 'reactions_or_result', `reaction${i}`)
        moment.object(`call${i}`, 'Generator')
        moment.edge(`reaction${i}`, 'hidden', 1, `call${i}`)
        moment.hold(`call${i}`, 'result', `promise${i + 1}`, 'Promise')
      }
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('pool')])
    expect(site.topChildren.map((child) => child.count)).toEqual([60, 60, 60])
  })

  it('many buckets of one cache as one group', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'cache', 'cache', 'Array')
      for (const bucket of range(30)) {
        moment.hold('cache', bucket, `bucket${bucket}`, 'Bucket')
        for (const i of range(snapshot + 1)) {
          moment.hold(`bucket${bucket}`, i, `entry${bucket}.${i}`, ['Entry', bucket + 1])
        }
      }
    })
    const site = onlySite(outcome)
    expect(site.attachCount).toBe(30)
    expect(site.attach).toHaveLength(16)
    expect(site.attach[0]).toBe(outcome.last.ordinal('bucket29'))
    expect(site.population.map((entry) => entry.objects)).toEqual([30, 60, 90])
  })

  it('the owner of the engine’s bookkeeping, marked as such', () => {
    const outcome = watch((moment, snapshot) => {
      moment.object('handler', 'handler', 64, 'closure')
      moment.edge('', 'property', 'handler', 'handler')
      moment.object('shared', '(shared function info)', 56, 'code')
      moment.edge('handler', 'internal', 'shared', 'shared')
      for (const i of range(snapshot)) {
        moment.object(`code${i}`, '(code for handler)', 1000, 'code')
        moment.edge('shared', 'internal', `code${i}`, `code${i}`)
      }
    })
    expect(outcome.growing).toHaveLength(0)
    const [site] = outcome.sites
    expect(site?.attach).toEqual([outcome.last.ordinal('handler')])
    expect(site).toMatchObject({ userBytes: 0, engineBytes: 2000, growing: false })
  })

  it('the object that holds generated functions, with their code', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'validators', 'validators', 'Map')
      for (const i of range(5 * (snapshot + 1))) {
        moment.object(`validate${i}`, 'validate', 64, 'closure')
        moment.edge('validators', 'element', i, `validate${i}`)
        moment.object(`shared${i}`, '(shared function info)', 500, 'code')
        moment.edge(`validate${i}`, 'internal', 'shared', `shared${i}`)
      }
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('validators')])
    expect(site).toMatchObject({ userBytes: 640, engineBytes: 5000 })
  })
})

describe('no growth is seen in', () => {
  it('a full ring buffer whose entries are new every time', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'ring', 'ring', 'Array')
      for (const i of range(50)) moment.hold('ring', i, `entry${snapshot}.${i}`, 'Entry')
    })
    expect(outcome.growing).toHaveLength(0)
    const [site] = outcome.sites
    expect(site?.rounds.at(-1)?.objects).toBe(50)
    expect(site?.grown).toEqual({ objects: 0, bytes: 0 })
  })

  it('a cache that grows once and then keeps its size', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'cache', 'cache', 'Map')
      for (const i of range(snapshot === 0 ? 10 : 100)) {
        moment.hold('cache', `k${snapshot}.${i}`, `entry${snapshot}.${i}`, 'Entry')
      }
    })
    expect(outcome.growing).toHaveLength(0)
  })

  it('a leak that its neighbour hides behind stays visible, and the neighbour does not', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'app', 'app', 'App')
      moment.hold('app', 'ring', 'ring', 'Array')
      moment.hold('app', 'leak', 'leak', 'Array')
      for (const i of range(500)) moment.hold('ring', i, `entry${snapshot}.${i}`, 'Entry')
      for (const i of range(snapshot * 3)) moment.hold('leak', i, `leaked${i}`, 'Leaked')
    })
    expect(onlySite(outcome).attach).toEqual([outcome.last.ordinal('leak')])
  })
})

describe('several holders', () => {
  it('of the same objects own them together, none of them alone', () => {
    const outcome = watch((moment, snapshot) => {
      for (const holder of ['byId', 'byName']) {
        moment.hold('', holder, holder, 'Map')
        for (const i of range(10 * (snapshot + 1))) {
          moment.hold(holder, i, `entry${i}`, ['Entry', 100])
        }
      }
    })
    expect(onlySite(outcome).exclusiveBytes).toBe(0)
    expect(onlySite(outcome).rounds).toMatchObject([{ bytes: 1000 }, { bytes: 1000 }])
  })

  it('leave what they share to a holder of both, and to neither of themselves', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'registry', 'registry', 'Registry')
      for (const holder of ['byId', 'byName']) moment.hold('registry', holder, holder, 'Map')
      for (const i of range(10 * (snapshot + 1))) {
        moment.hold('registry', i, `own${i}`, 'Own')
        moment.hold('byId', i, `entry${i}`, ['Entry', 100])
        moment.hold('byName', i, `entry${i}`, 'Entry')
      }
    })
    const exclusive = outcome.growing.map(({ attach, exclusiveBytes }) => [
      attach[0],
      exclusiveBytes,
    ])
    const { last } = outcome
    expect(exclusive).toHaveLength(2)
    expect(exclusive).toContainEqual([last.ordinal('byId'), 0])
    expect(exclusive).toContainEqual([last.ordinal('registry'), 320])
  })

  it('a value of a WeakMap belongs to its key', () => {
    const outcome = watch((moment, snapshot) => {
      moment.hold('', 'cacheStore', 'weak', 'WeakMap')
      moment.object('table', '', 64, 'array')
      moment.edge('weak', 'internal', 'table', 'table')
      moment.hold('', 'memoized', 'memoized', 'Function')
      moment.object('cache', 'Map')
      moment.heap.weakMapEntry(
        moment.ordinal('table'),
        moment.ordinal('memoized'),
        moment.ordinal('cache'),
      )
      for (const i of range(5 * (snapshot + 1))) moment.hold('cache', i, `price${i}`, 'Price')
    })
    const site = onlySite(outcome)
    expect(site.attach).toEqual([outcome.last.ordinal('cache')])
    expect(outcome.trie.label(outcome.trie.of[site.attach[0] ?? 0] ?? 0).name).toBe('WeakMap entry')
  })

  it('inside what a growing one collects are silenced unless they grew by more', () => {
    const draw =
      (bytesPerNote: number) =>
      (moment: Moment, snapshot: number): void => {
        moment.hold('', 'sessions', 'sessions', 'Map')
        for (const i of range(20 * (snapshot + 1))) {
          moment.hold('sessions', i, `session${i}`, ['Session', 100])
          const notes = i < 20 ? snapshot : 0
          for (const n of range(notes)) {
            moment.hold(`session${i}`, n, `note${i}.${n}`, ['Note', bytesPerNote])
          }
        }
      }
    for (const [bytesPerNote, kept] of [
      [10, 1],
      [500, 2],
    ] as const) {
      const { growing, trie } = watch(draw(bytesPerNote))
      expect(growing).toHaveLength(2)
      expect(withoutSilenced(growing, trie)).toHaveLength(kept)
    }
  })
})

it('growth is found with two snapshots, and by the bytes where the number of objects stays', () => {
  const outcome = watch((moment, snapshot) => {
    moment.hold('', 'log', 'log', 'Log')
    moment.object(`text${snapshot}`, 'x', 1000 * (snapshot + 1), 'string')
    moment.edge('log', 'property', 'text', `text${snapshot}`)
  }, 2)
  expect(onlySite(outcome).attach).toEqual([outcome.last.ordinal('log')])
  expect(onlySite(outcome).grown).toEqual({ objects: 0, bytes: 1000 })
})
