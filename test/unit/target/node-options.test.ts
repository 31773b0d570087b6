import { expect, test } from 'vitest'
import { withAgent } from '../../../src/target/node/node-options.ts'

const AGENT = '/opt/tidemark/preload.cjs'
const MOVED = '--inspect-port=0 --inspect-publish-uid=http'

test('the agent is appended to what the user has', () => {
  expect(withAgent('--no-warnings', AGENT, ['npm', 'start'])).toBe(
    `--no-warnings --require "${AGENT}"`,
  )
  expect(withAgent(undefined, AGENT, ['npm', 'start'])).toBe(`--require "${AGENT}"`)
})

test('spaces, quotes and backslashes in the path survive how Node splits NODE_OPTIONS', () => {
  const path = 'C:\\my "files"\\preload.cjs'
  expect(withAgent('', path, ['sh'])).toBe('--require "C:\\\\my \\"files\\"\\\\preload.cjs"')
})

test.each([['node'], ['/usr/bin/node'], ['nodejs'], ['node22'], ['C:\\node\\node.exe']])(
  'the inspector of %s is moved away from its usual port',
  (program) => {
    expect(withAgent('', AGENT, [program, 'app.js'])).toBe(`--require "${AGENT}" ${MOVED}`)
  },
)

test.each([
  ['', ['node', '--inspect', 'app.js']],
  ['', ['node', '--inspect-brk=9230', 'app.js']],
  ['', ['node', '--inspect-port', '9300', 'app.js']],
  ['', ['node', 'inspect', 'app.js']],
  ['--inspect=0.0.0.0', ['node', 'app.js']],
  ['--require "a b" --debug-port=1', ['node', 'app.js']],
  ['', ['npm', 'start']],
  ['', ['/bin/node-gyp']],
])('an inspector that may be the user’s is left alone: %s %j', (existing, command) => {
  expect(withAgent(existing, AGENT, command)).not.toContain(MOVED)
})

test('an option that only looks like one of the inspector moves nothing', () => {
  expect(withAgent('--title=--inspector', AGENT, ['node', 'app.js'])).toContain(MOVED)
})
