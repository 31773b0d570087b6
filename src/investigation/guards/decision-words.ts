// Decisions in the words of somebody who runs the program: what was not done, why, and what would make it possible.

import type { DiskRoom } from './disk-room.ts'
import type { MemoryRoom } from './memory-room.ts'
import { diskNeeded, memoryNeeded } from './snapshot-decision.ts'
import type { SnapshotDecision, SnapshotFacts, SnapshotLimits } from './snapshot-decision.ts'

/** One sentence without a full stop; `null` where the snapshot is taken. */
export function obstacleSays(
  decision: SnapshotDecision,
  facts: SnapshotFacts,
  limits: SnapshotLimits,
): string | null {
  if (decision.kind === 'go') return null
  const { obstacle, cost } = decision
  switch (obstacle) {
    case 'off':
      return `Tidemark was switched off by ${facts.offBy ?? 'the user'}`
    case 'pause':
      return pauseSays(cost.pauseMs, facts.noFork)
    case 'memory':
      return memorySays(memoryNeeded(cost, facts), facts.memory)
    case 'stays':
      return `V8 would keep about ${megabytes(cost.memoryBytes)} for it, and ${roomSays(facts.memory)}, so that the program would reach that limit earlier`
    case 'own-memory':
      return `Tidemark needs ${megabytes(1.5 * cost.fileBytes)} to read it, and ${roomSays(facts.ownMemory)}; give it that much`
    case 'disk':
      return diskSays(diskNeeded(cost), facts.disk)
    case 'share':
      return `the ones before had stopped it for ${seconds(facts.spentMs)} already; a longer run has room for more`
    case 'hour':
      return `${limits.mostAnHour} of this process were taken within the hour, which is the most; --snapshots-per-hour allows more`
    case 'start':
      return `it waits until the process has run for ${seconds(limits.rules.leastUptimeMs)}`
    case 'other':
      return 'it waits until another snapshot on this machine is done'
    case 'busy':
      return `it waits for a quiet moment: the event loop is ${Math.round(facts.loopDelayMs ?? 0)} ms late`
  }
}

function pauseSays(pauseMs: number, noFork: string | null): string {
  const predicted = Math.ceil(pauseMs / 1000)
  const why =
    noFork === null ? '' : ` (it cannot be taken by a fork, which hardly stops it: ${noFork})`
  return `it would stop the program for about ${predicted} s${why}; allow it with --max-pause ${2 * predicted}s`
}

function memorySays(needed: number, room: MemoryRoom): string {
  return `V8 needs about ${megabytes(needed)} for it, and ${roomSays(room)}; with a limit ${megabytes(needed - room.bytes)} higher it fits`
}

function roomSays(room: MemoryRoom): string {
  const left = `${megabytes(room.bytes)} left`
  if (room.of === 'machine') return `the machine has ${left}`
  const whose = room.of === 'container' ? 'the container' : 'the process (ulimit)'
  return `${whose} has ${left} of ${megabytes(room.limitBytes)}`
}

function diskSays(needed: number, disk: DiskRoom | null): string {
  return (
    `its file needs about ${megabytes(needed)}, and the directory for temporary files has ${megabytes(disk?.bytes ?? 0)} left; ` +
    'TMPDIR may point to another disk'
  )
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.ceil(bytes / 1e6)).toLocaleString('en-US')} MB`
}
