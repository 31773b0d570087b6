// A home-made request context: whatever runs for a request finds its data, through the async hooks.

const { createHook, executionAsyncId } = require('node:async_hooks')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

const contexts = new Map()

createHook({
  init(asyncId, type, triggerAsyncId) {
    const context = contexts.get(executionAsyncId()) ?? contexts.get(triggerAsyncId)
    if (context) contexts.set(asyncId, context)
  },
  promiseResolve(asyncId) {
    contexts.delete(asyncId)
  },
  destroy(asyncId) {
    contexts.delete(asyncId)
  },
}).enable()

function currentUser() {
  return contexts.get(executionAsyncId())?.user ?? 'nobody'
}

function handle(user, done) {
  const permissions = []
  for (let at = 0; at < 80; at++)
    permissions.push({ resource: `${user}/folder-${at}`, write: at % 2 })
  contexts.set(executionAsyncId(), { user, permissions })
  setTimeout(() => done(currentUser()), 2)
  contexts.delete(executionAsyncId())
}

async function main() {
  let handled = 0
  let letters = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    handle(`user-${handled}`, (user) => {
      letters += user.length
    })
    handled++
    await sleep(10)
  }
  console.log(`requests: ${handled} handled, ${letters} letters`)
}

main()
