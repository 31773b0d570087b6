// Takes photographs in, makes thumbnails and hands them to the storage service.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const THUMBNAIL_BYTES = 48 * 1024

const uploads = new Map()

function makeThumbnail(photo) {
  const pixels = new Uint8Array(THUMBNAIL_BYTES)
  for (let at = 0; at < pixels.length; at += 64) pixels[at] = (photo * at) % 256
  uploads.set(photo, pixels)
  return pixels
}

async function store(photo) {
  const pixels = makeThumbnail(photo)
  await sleep(5)
  uploads.delete(photo)
  return pixels.length
}

let photos = 0
let bytes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  bytes += await store(photos)
  photos++
  await sleep(35)
}

console.log(`photos: ${photos} stored, ${bytes} bytes`)
