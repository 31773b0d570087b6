// @vscode/v8-heap-parser (Rust, compiled to WebAssembly) on one file. It has 4 GB of memory and no more.

const { readFileSync } = require('node:fs')

const [folder, file] = process.argv.slice(2)
const { decode_bytes: decode } = require(`${folder}/node_modules/@vscode/v8-heap-parser`)

const graph = decode(readFileSync(file))
const classes = graph.get_class_groups([], false)
console.log(JSON.stringify({ classes: classes.length }))
