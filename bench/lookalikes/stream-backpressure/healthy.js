// Compresses an archive. The source is faster than the disk, which takes a chunk every few
// milliseconds; the pipe makes the source wait.

import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const end = Date.now() + SECONDS * 1000

async function* files() {
  for (let file = 0; Date.now() < end; file++) {
    yield Buffer.alloc(64 * 1024, file % 256)
  }
}

const compress = new Transform({
  highWaterMark: 1024 * 1024,
  transform(chunk, _encoding, done) {
    done(null, chunk.subarray(0, 32 * 1024))
  },
})

let bytes = 0
const disk = new Writable({
  highWaterMark: 1024 * 1024,
  write(chunk, _encoding, done) {
    bytes += chunk.length
    setTimeout(done, 8)
  },
})

await pipeline(Readable.from(files(), { highWaterMark: 16 }), compress, disk)
console.log(`archive: ${bytes} bytes`)
