// The isolate that a report leads with: the one that its verdict is about.

import type { IsolateReport, Report } from '../../protocol/index.ts'

/** The isolate of the first finding, else the first with the report's verdict, else the first; `null` without any. */
export function leadIsolate(report: Report): IsolateReport | null {
  const accused = report.findings[0]?.isolate
  return (
    report.isolates.find((isolate) => isolate.id === accused) ??
    report.isolates.find((isolate) => isolate.verdict === report.verdict) ??
    report.isolates[0] ??
    null
  )
}
