// heap-snapshot-toolkit on one file: the engine of DevTools, as that package bundles it.

import { createReadStream } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [folder, file] = process.argv.slice(2)
const entry = `${folder}/node_modules/heap-snapshot-toolkit/index.js`
const { parse } = await import(pathToFileURL(entry).href)
const snapshot = await parse(createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 }))
const classes = Object.keys(snapshot.aggregatesWithFilter({})).length
console.log(JSON.stringify({ nodes: snapshot.nodeCount, classes }))
