// A lead: one place in the heap that grew, described in plain data so that it can leave the worker thread
// that holds the graph. Positions are those of the generated code; source maps are applied later.

import type { PathStep } from '../../protocol/index.ts'
import type { MessageQueue } from './message-queues.ts'
import type { NativeOwners } from './native-owners.ts'
import type { LeadContents } from './lead-contents.ts'

/** A position in generated code, 1-based. */
export interface RawPosition {
  readonly script: string
  readonly line: number
  readonly column: number
}

/** A step of the retaining path before source maps. */
export interface LeadStep extends Omit<PathStep, 'source'> {
  /** V8's node type of the object that the edge leads to, e.g. `object`, `closure`, `array`. */
  readonly nodeType: string
  readonly position: RawPosition | null
}

export interface Amount {
  readonly objects: number
  readonly bytes: number
}

export interface CompositionRow extends Amount {
  readonly className: string
  readonly nodeType: string
  readonly position: RawPosition | null
}

/** The object whose reference should have been cut, and how it is reached. */
export interface LeadHolder {
  /** Its id in the snapshot, by which the live process is asked for it; 0 where it has none. */
  readonly objectId: number
  /** Name of the edge into the holder: variable, property or internal slot. */
  readonly name: string
  readonly edge: PathStep['edge']
  /** Class of the object that things hang from. */
  readonly className: string
  /** Class of what the named edge leads to: the same object, or one a few steps above it. */
  readonly namedClass: string
  readonly nodeType: string
  /** Class of the object or scope that has this edge, e.g. `Ajv`, `closure put`. */
  readonly ownerName: string
  /** Script position of the nearest function or class above the holder; `null` where there is none. */
  readonly position: RawPosition | null
}

/** Native resources of one kind among what grew. */
export interface NativeRow {
  /** Node's native class, e.g. `TCPSocketWrap`, `FSEventWrap`, `Worker`. */
  readonly kind: string
  /** Class of the object that people know it by, e.g. `Socket`, `FSWatcher`. */
  readonly owner: string
  /** Made after the first snapshot and open in the last. */
  readonly objects: number
  /** Entry k: made between snapshots k and k + 1 and open in the last. */
  readonly perRound: readonly number[]
  /** Classes of Node's own that most owners refer to, e.g. `Server`, `ClientRequest`, `IncomingMessage`. */
  readonly near: readonly string[]
  /** Ids of a few owners. */
  readonly ownerIds: readonly number[]
}

export interface Lead {
  /** From the GC root to a typical grown object, folded. */
  readonly steps: readonly LeadStep[]
  /** Index of the step to cut: the edge from the holder to what grows. */
  readonly faultyStep: number
  readonly holder: LeadHolder
  /** Class of the first-level grown objects. */
  readonly grownClass: string
  /** First-level objects of that class made after the first snapshot and alive in the last. */
  readonly grownCount: number
  readonly grownPosition: RawPosition | null
  /** Ids of a few first-level grown objects of that class, spread over their ages, oldest first. */
  readonly exampleIds: readonly number[]
  /** Alive in each snapshot, first to last; one entry where there is a single snapshot. */
  readonly population: readonly Amount[]
  /** First-level objects and all bytes born before the last interval and alive in the last snapshot. */
  readonly survivors: Amount
  readonly exclusiveBytes: number
  /** What cutting the faulty reference frees, grown or not, by a search of the graph without it. */
  readonly whatIf: Amount | null
  /** Another holder of the same objects, where the cut leaves most of them reachable; else `null`. */
  readonly alsoHeldBy: LeadHolder | null
  /** LeakShare of the growth: new bytes that only growing holders reach, split evenly among them. */
  readonly shareBytes: number
  readonly retainedBytes: number
  readonly composition: readonly CompositionRow[]
  /** Bytes of whole strings that are only held by a slice of them. */
  readonly slicedParentBytes: number
  /** Bytes of array buffers' backing stores. */
  readonly backingStoreBytes: number
  /** Longest folded repetition on the path, 1 where nothing repeats. */
  readonly longestFold: number
  /** Whether scopes of functions hold one another in a chain; the holder is then the variable that links them. */
  readonly chainedScopes: boolean
  /** Whether the folded part runs through suspended async functions of one source position. */
  readonly foldedFunction: { readonly name: string; readonly position: RawPosition | null } | null
  readonly contents: LeadContents
  /** Node's native resources that grow with the entries, the most telling kind first; empty where there are none. */
  readonly natives: readonly NativeRow[]
  /** Native class of an open resource in a field beside the holder, e.g. `FSEventWrap`; `null` where there is none. */
  readonly nativeBeside: string | null
  /** Entry k: made between snapshots k and k + 1 and alive in the last; empty where objects could not be matched. */
  readonly bornIn: readonly Amount[]
}

/** Objects that the program declared over and that one reference still holds. */
export interface OverdueLead {
  readonly lead: Lead
  /** Class of the declared objects, `''` where they have several; what hangs from the holder may be a listener or an entry that leads to them. */
  readonly className: string
  /** The variable or property that leads to the object itself, where that is what to cut; else `null`. */
  readonly reference: LeadHolder | null
  /** The developer's words, most objects first; words of the program, of bounded length. */
  readonly whys: readonly { readonly words: string; readonly objects: number }[]
}

/** What one isolate's snapshots say, all plain data. */
export interface SnapshotEvidence {
  /** Milliseconds since the isolate started, and work done then, for each snapshot. */
  readonly atMs: readonly number[]
  readonly work: readonly number[]
  readonly leads: readonly Lead[]
  /** Declared over and still held, in the last snapshot; most objects first. */
  readonly overdue: readonly OverdueLead[]
  readonly totalBytes: readonly number[]
  readonly grew: readonly GrewRow[]
  /** Ports in which messages wait, in the last snapshot. */
  readonly queues: readonly MessageQueue[]
  /** Objects that own native memory, of which more were made and kept. */
  readonly owners: readonly NativeOwners[]
  /** Whether all snapshots are of one process, so that objects could be matched by id. */
  readonly sameProcess: boolean
}

export interface GrewRow {
  readonly className: string
  readonly position: RawPosition | null
  readonly objects: readonly number[]
  readonly shallowBytes: readonly number[]
}
