// A chat. Each visitor's view listens to the channel of the room for as long as it is open.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function openView(visitor) {
  const lines = Array.from({ length: 400 }, (_, line) => ({ line, visitor, at: line / 2 }))
  const channel = new BroadcastChannel(`room-${visitor % 50}`)
  channel.unref()
  channel.onmessage = ({ data }) => {
    lines.push(data)
  }
  return { lines, leave: () => channel.close() }
}

async function visit(visitor) {
  const view = openView(visitor)
  await sleep(10)
  return view.lines.length
}

let visitors = 0
let read = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  read += await visit(visitors)
  visitors++
  await sleep(20)
}

console.log(`chat: ${visitors} visitors read ${read} lines`)
process.exit()
