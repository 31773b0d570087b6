// What a launched program's NODE_OPTIONS becomes: the user's own, untouched, and after it ours.

const INSPECT = /(?:^|[\s"])--(?:inspect(?:-brk|-wait|-port|-publish-uid)?|debug-port)(?:[=\s"]|$)/
const NODE_NAME = /(?:^|[/\\])node(?:js)?[\d.]*(?:\.exe)?$/i

/**
 * NODE_OPTIONS with the agent appended. Where the program is Node itself and the user says nothing about the
 * inspector, its port is moved away from the default and its address kept off stderr, for the one case that it must
 * be opened later by a signal; neither option opens anything.
 */
export function withAgent(
  existing: string | undefined,
  agentPath: string,
  command: readonly string[],
): string {
  const parts = [existing ?? '', `--require ${quoted(agentPath)}`]
  if (mayMoveInspector(existing ?? '', command)) {
    parts.push('--inspect-port=0', '--inspect-publish-uid=http')
  }
  return parts.filter((part) => part.trim() !== '').join(' ')
}

/** Node splits NODE_OPTIONS at spaces but for double quotes, in which a backslash escapes. */
function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function mayMoveInspector(existing: string, command: readonly string[]): boolean {
  const [program = '', ...rest] = command
  // Any other program may start a Node with --inspect of its own, which these options would change.
  if (!NODE_NAME.test(program) || rest[0] === 'inspect') return false
  return !INSPECT.test(existing) && !rest.some((argument) => INSPECT.test(argument))
}
