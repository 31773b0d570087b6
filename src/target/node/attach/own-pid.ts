// The process id that a program itself would tell, through its inspector.

import type { InspectorConnection } from '../inspector-connection.ts'

/** In a container it is not the one that is seen from outside. */
export async function ownPid(inspector: InspectorConnection): Promise<number> {
  const params = { expression: 'process.pid', returnByValue: true }
  const { result } = await inspector.call('Runtime.evaluate', params)
  return Number(result.value)
}
