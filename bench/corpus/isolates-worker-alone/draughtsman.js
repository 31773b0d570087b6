// Draws one plan a message. Flats on the same floor share their outline, so outlines are kept.

import { parentPort } from 'node:worker_threads'

const outlines = new Map()

function outlineOf(flat, rooms) {
  const key = `${flat}/${rooms}`
  const known = outlines.get(key)
  if (known !== undefined) return known
  const walls = []
  for (let wall = 0; wall < 60 * rooms; wall++) {
    walls.push({ x: wall * 1.5, y: rooms + 0.25, length: 40 / (wall + 1) })
  }
  outlines.set(key, walls)
  return walls
}

parentPort.on('message', ({ flat, rooms }) => {
  const walls = outlineOf(flat, rooms)
  parentPort.postMessage(walls.map((wall) => `L${wall.x} ${wall.y}`).join(' '))
})
