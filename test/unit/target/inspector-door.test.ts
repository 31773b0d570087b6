import { expect, test } from 'vitest'
import { inspectorSettings } from '../../../src/target/node/attach/inspector-door.ts'

test.each([
  [['node', 'app.js'], '', 9229],
  [['node', '--inspect', 'app.js'], '', 9229],
  [['node', '--inspect=0.0.0.0:9300', 'app.js'], '', 9300],
  [['node', '--inspect-port=0', 'app.js'], '', 0],
  [['node', '--inspect-port', '9301', 'app.js'], '', 9301],
  [['node', '--debug-port=[::1]:9302', 'app.js'], '', 9302],
  [['node', '--inspect-brk=127.0.0.1', 'app.js'], '', 9229],
  [['node', 'app.js'], '--max-old-space-size=512 --inspect-port=9303', 9303],
  [['node', '--inspect=9305', 'app.js'], '--inspect=9304', 9305],
  [['node', 'app.js', 'task', '--inspect=9306'], '', 9229],
])('the inspector port of %j with NODE_OPTIONS "%s" is %i', (command, nodeOptions, port) => {
  expect(inspectorSettings(command, nodeOptions).port).toBe(port)
})
