// Tidemark's engine on one file.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { heapOutline } from '../../../dist/heap/index.js'

const [file] = process.argv.slice(2)
const descriptor = openSync(file, 'r')
const outline = await heapOutline({
  byteLength: fstatSync(descriptor).size,
  read: (into, offset) => readSync(descriptor, into, 0, into.length, offset),
})
closeSync(descriptor)
console.log(JSON.stringify({ nodes: outline.nodeCount, classes: outline.classes.length }))
