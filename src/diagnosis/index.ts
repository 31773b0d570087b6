export { CAUSE_RULES, causeOf } from './causes/index.ts'
export { NO_LIVE_FACTS } from './causes/cause-rule.ts'
export type { CauseRule, FieldQuestion, LiveFacts, OwnLimit } from './causes/cause-rule.ts'
export { diagnose } from './diagnose.ts'
export type { IsolateDiagnosis } from './diagnose.ts'
export { fingerprint, namesFingerprint } from './fingerprint.ts'
export { sampledFinding } from './sampled-finding.ts'
export type { IsolateEvidence, PlacedPosition, SettledLead, SourceLookup } from './evidence.ts'
export { grownResourceTypes, resourceTypesOf } from './resource-types.ts'
export { grownShare, settleKey } from './verdict/settle-witness.ts'
export { limitFrom, limitQuestion } from './verdict/own-limit.ts'
export { writtenLimits } from './verdict/written-limit.ts'
export { NO_CONTENTS } from './lead/lead-contents.ts'
export type { LeadContents } from './lead/lead-contents.ts'
export { EMPTY_HISTORY, nextEvidence } from './lead/snapshot-evidence.ts'
export type { MessageQueue } from './lead/message-queues.ts'
export type { SnapshotHistory, SnapshotMeta } from './lead/snapshot-evidence.ts'
export type {
  CompositionRow,
  GrewRow,
  Lead,
  LeadHolder,
  LeadStep,
  NativeRow,
  RawPosition,
  SnapshotEvidence,
} from './lead/lead.ts'
export { identifierPattern } from './script-names.ts'
export { positionOf, scriptCode } from './source/script-code.ts'
export type { ScriptCode } from './source/script-code.ts'
export { judgeProcess } from './native/process-verdict.ts'
export type { ProcessJudgement } from './native/process-verdict.ts'
export { processFinding } from './native/process-finding.ts'
export type {
  AddOn,
  BlockSeries,
  IsolateGrowth,
  ProcessEvidence,
} from './native/process-evidence.ts'
export { causeOfDeath } from './death/cause-of-death.ts'
export type { Ending, LimitInUse } from './death/cause-of-death.ts'
export { deathConclusion, deathSentence, limitBelowHeap } from './death/death-words.ts'
export { holdersOf } from './death/holders.ts'
export { fillingSites } from './death/filling-sites.ts'
export { diffBase, snapshotDiff } from './diff/snapshot-diff.ts'
export type { DiffBase, PlacedClass, SnapshotDiff } from './diff/snapshot-diff.ts'
