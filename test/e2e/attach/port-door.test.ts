import { expect, test } from 'vitest'
import { openAtPort } from '../../../src/target/node/attach/port-door.ts'
import { startTelling, takePort } from './attached-app.ts'

test('an inspector is opened where only its port is known, and known again once it is open', async () => {
  const { port, free } = await takePort()
  await free()
  const running = await startTelling(0, [`--inspect-port=${port}`])
  const opened = await openAtPort(running.pid, port)
  expect(opened).toMatchObject({ wasOpen: false, url: expect.stringContaining(`:${port}/`) })
  expect(await openAtPort(running.pid, port)).toMatchObject({ wasOpen: true, url: opened.url })
  await expect(openAtPort(process.pid, port)).rejects.toMatchObject({ code: 'TARGET_PORT_TAKEN' })
})
