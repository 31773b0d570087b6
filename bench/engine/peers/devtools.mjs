// The engine of Chrome DevTools on one file, bundled from its own sources, with its second worker in this thread.

import { createReadStream } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'

// Node 20 does not have it yet.
if (!('withResolvers' in Promise)) {
  Reflect.set(Promise, 'withResolvers', () => {
    const parts = {}
    const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
    return { promise, ...parts }
  })
}

const [bundle, file] = process.argv.slice(2)
const { HeapSnapshotLoader, SecondaryInitManager } = await import(pathToFileURL(bundle).href)
const quiet = { sendEvent() {}, dispatchMessage() {} }
const loader = new HeapSnapshotLoader(quiet)
for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
  loader.write(chunk)
}
loader.close()
await loader.parsingComplete
const channel = new MessageChannel()
new SecondaryInitManager(channel.port2)
const snapshot = await loader.buildSnapshot(channel.port1)
const classes = Object.keys(snapshot.aggregatesWithFilter({})).length
console.log(JSON.stringify({ nodes: snapshot.nodeCount, classes }))
channel.port1.close()
channel.port2.close()
