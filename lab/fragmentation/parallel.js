// An archive compresses the scans of a shift, as many at a time as there are threads for it.

import { randomBytes, scrypt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const SECONDS = Number(process.env.SECONDS ?? 40)
const AT_A_TIME = 8

const keyFor = promisify(scrypt)
const packed = promisify(gzip)
const packedWell = promisify(brotliCompress)

let scans = 0

async function archive(scan) {
  await keyFor(`scan ${scan}`, 'salt', 32)
  const pages = randomBytes(20_000 * (1 + (scan % 20)))
  const small = await packed(pages)
  const smaller = await packedWell(Buffer.alloc(9000 * (1 + (scan % 8)), scan))
  scans++
  return small.length + smaller.length
}

const end = Date.now() + SECONDS * 1000
let next = 0
while (Date.now() < end) {
  await Promise.all(Array.from({ length: AT_A_TIME }, () => archive(next++)))
  await sleep(150)
}

console.log(`scans: ${scans} archived`)
