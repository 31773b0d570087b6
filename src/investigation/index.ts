export { analyzeFiles } from './analyze-files.ts'
export type { FilesRequest } from './analyze-files.ts'
export { runInvestigation } from './run.ts'
export type { RunHooks, RunRequest, RunStatus } from './run-request.ts'
