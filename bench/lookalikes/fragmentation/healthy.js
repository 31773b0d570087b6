// Resizes pictures of every size. Their pixels live outside the heap and die in another order than
// they were made, so the allocator keeps pages that are half empty: resident memory rises at
// first and then stays.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const OPEN = 300

const open = []
let opened = 0
let bytes = 0

function openPicture(number) {
  const size = 3000 + ((number * 7919) % 97) * 900
  const pixels = Buffer.allocUnsafeSlow(size).fill(number % 256)
  opened++
  bytes += size
  return pixels
}

let number = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  for (let at = 0; at < 6; at++) {
    if (open.length < OPEN) open.push(openPicture(number))
    else open[(number * 131) % OPEN] = openPicture(number)
    number++
  }
  await sleep(25)
}

console.log(`pictures: ${opened} opened, ${bytes} bytes, ${open.length} open`)
