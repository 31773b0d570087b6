// The program that is watched: a server that keeps many small native blocks and, for each request, takes memory from the
// system and gives it back, so that it meets whoever holds the lock of its address space.

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

const NATIVE_BLOCKS = Number(process.env.NATIVE_BLOCKS ?? 100_000)
const PAGE_BYTES = 256 * 1024

const hashes = Array.from({ length: NATIVE_BLOCKS }, () => createHash('sha256'))

const server = createServer((request, response) => {
  const page = Buffer.alloc(PAGE_BYTES, request.url)
  response.end(page.subarray(0, 512))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : null
  process.send?.({ port, blocks: hashes.length })
})
process.on('disconnect', () => process.exit())
