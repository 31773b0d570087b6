// A door camera. Pictures go to the recorder and to the preview window in the hall.

const { PassThrough } = require('node:stream')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)
const PICTURE_BYTES = 20 * 1024

const recorder = new PassThrough()
const preview = new PassThrough({ highWaterMark: 256 * 1024 })

let recorded = 0
let shown = 0

recorder.on('data', (picture) => {
  recorded += picture.length
})

function showPicture(picture) {
  shown += picture.length
}

function takePicture(number) {
  const picture = Buffer.alloc(PICTURE_BYTES, number % 256)
  recorder.write(picture)
  if (!preview.writableNeedDrain) preview.write(picture)
}

async function main() {
  let pictures = 0
  const end = Date.now() + SECONDS * 1000
  preview.on('data', showPicture)
  setTimeout(() => preview.pause(), 1500)
  while (Date.now() < end) {
    takePicture(pictures)
    pictures++
    await sleep(25)
  }
  console.log(`camera: ${pictures} pictures, ${recorded} bytes recorded, ${shown} shown`)
}

main()
