export { DEATH_KINDS } from './death.ts'
export type { Death, DeathHolder, DeathKind } from './death.ts'
export { ERROR_CODES, TidemarkError } from './error-code.ts'
export type { ErrorCode, ErrorDetails } from './error-code.ts'
export {
  DISABLE_FILE_VARIABLE,
  DISABLE_VARIABLE,
  PROTOCOL_VERSION,
  SOCKET_VARIABLE,
} from './message.ts'
export type {
  AgentMessage,
  BufferCensusResult,
  Bye,
  Command,
  CommandName,
  CommandResult,
  CommandTable,
  GcResult,
  FieldValue,
  FieldsResult,
  FunctionRun,
  FunctionRunsResult,
  Hello,
  LiveSite,
  NearLimit,
  ResourceSite,
  ResourceStacksResult,
  SettleReading,
  SettleResult,
  SettleStart,
  SiteCohort,
  SampleMessage,
  SamplingResult,
  SnapshotRequest,
  SnapshotResult,
  SnapshotWay,
  SnapshotWaysResult,
  SourceMapsResult,
  StackFrame,
} from './message.ts'
export type { GuardDecision, Obstacle } from './guard-decision.ts'
export type { Detail, KnownCase, Remover, WhatIf } from './explanation.ts'
export { RECORDING_SCHEMA } from './recording.ts'
export type { RecordingHeader, RecordingLine, SitesMessage, SuspicionMessage } from './recording.ts'
export { MEMORY_PARTS } from './process-report.ts'
export type { MemoryPart, ProcessReport } from './process-report.ts'
export { CAUSES, REPORT_SCHEMA, VERDICTS } from './report.ts'
export type {
  AllocationSite,
  BoundedGrowth,
  Cause,
  Evidence,
  Finding,
  GrownClass,
  GrownGroup,
  Holder,
  Intrusion,
  IsolateReport,
  MemoryColumns,
  PathStep,
  Rate,
  Report,
  SourceLine,
  SourcePosition,
  TargetReport,
  TrendReport,
  Verdict,
  Where,
  WitnessKind,
} from './report.ts'
export type { HeapSpaceReading, OperationKind, Sample, SampleTrigger } from './sample.ts'
export {
  WATCHED_ASK_CHANNEL,
  WATCHED_BATCH,
  WATCHED_CHANNEL,
  WATCHED_OVERDUE,
  WATCHED_WHY,
} from './watched-objects.ts'
export { PROFILE_SCHEMA } from './profile-report.ts'
export type { ProfilePlace, ProfileReport, ProfileRow } from './profile-report.ts'
export { DIFF_SCHEMA } from './diff-report.ts'
export type { DiffClass, DiffDominator, DiffPath, DiffReport, Pair } from './diff-report.ts'
