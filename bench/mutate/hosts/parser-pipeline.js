// An import of delivery notes: text is made, cut into lines, parsed and matched, as streams of Node.

import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { loadCatalogue } from './catalogue.js'
import { atPace } from './pace.js'
// mutate: declarations

const SECONDS = Number(process.env.SECONDS ?? 60)
const HEAP_BYTES = Number(process.env.HEAP_BYTES ?? 32e6)
const PER_SECOND = Number(process.env.PER_SECOND ?? 100)
const LINES = 10

const catalogue = loadCatalogue(HEAP_BYTES)
let matched = 0

function noteText(id) {
  const lines = Array.from({ length: LINES }, (_, at) => `${id + at};${at * 3};note ${id}`)
  return lines.join('\n')
}

function parseLine(line) {
  const [article, pieces, note] = line.split(';')
  // mutate: each
  return { article: Number(article) % catalogue.size, pieces: Number(pieces), note }
}

const importNote = (id) =>
  pipeline(
    Readable.from([noteText(id)]),
    new Transform({
      readableObjectMode: true,
      transform(chunk, _encoding, done) {
        for (const line of chunk.toString().split('\n')) this.push(parseLine(line))
        done()
      },
    }),
    new Writable({
      objectMode: true,
      write(row, _encoding, done) {
        matched += catalogue.get(row.article).stock.length
        done()
      },
    }),
  )

const notes = await atPace({ perSecond: PER_SECOND / LINES, seconds: SECONDS }, importNote)
console.log(`${notes * LINES} lines, ${matched} matched`)
