// What NODE_OPTIONS preloads into the user's program, its worker threads and its children. It only tidies the
// environment and decides whether the agent may load. The syntax stays readable for any Node, for an older one must parse it to skip it.

import type * as agentModule from './agent.cts'

try {
  // These were meant for this process and have done their work. In the environment they would make a cluster's
  // primary give its workers inspector ports one above this one, and 1 is no port.
  const options = process.env['NODE_OPTIONS']
  const moved = ' --inspect-port=0 --inspect-publish-uid=http'
  if (options && options.indexOf(moved) >= 0) {
    process.env['NODE_OPTIONS'] = options.replace(moved, '')
  }
  const major = Number(process.versions.node.split('.')[0])
  const socket = process.env['TIDEMARK_SOCKET']
  const disabled = process.env['TIDEMARK_DISABLE']
  const isOff = disabled && disabled !== '0' && disabled !== 'false'
  if (major >= 18 && socket && !isOff) {
    // Loaded by hand, not imported: an import would be hoisted out of the `try`.
    const load: (id: string) => unknown = require
    const agent = load('./agent.cjs') as typeof agentModule
    agent.startAgent(socket)
  }
} catch (error) {
  // The program goes on unwatched: whatever is wrong here is no business of the host's.
  void error
}
