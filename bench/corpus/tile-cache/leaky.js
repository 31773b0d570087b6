// Serves the tiles of a map that is being panned. Tiles are costly to draw, so the last 150 are kept.

const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

class TileCache {
  constructor(capacity) {
    this.capacity = capacity
    this.tiles = new Map()
    this.order = []
  }

  keyOf(position) {
    return `${position.zoom}/${position.x}/${position.y}`
  }

  get(position) {
    return this.tiles.get(this.keyOf(position))
  }

  put(position, tile) {
    this.tiles.set(this.keyOf(position), tile)
    this.order.push(position)
    while (this.order.length > this.capacity) this.evict()
  }

  evict() {
    const oldest = this.order.shift()
    this.tiles.delete(oldest)
  }
}

function renderTile(position) {
  const strokes = []
  for (let line = 0; line < 40; line++) {
    strokes.push({ from: position.x + line / 41, to: position.y + line / 43, colour: line % 5 })
  }
  return { strokes, drawnAt: Date.now() }
}

function loadPlaceNames() {
  const names = []
  for (let place = 0; place < 40_000; place++) names.push(`Place no. ${place} of the district`)
  return names
}

async function main() {
  const cache = new TileCache(150)
  const names = loadPlaceNames()
  let views = 0
  let strokes = 0
  let hits = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    for (let row = 0; row < 2; row++) {
      const position = { zoom: 12, x: views, y: 480 + row }
      let tile = cache.get({ zoom: 12, x: views - 3, y: 480 + row })
      if (tile) hits++
      tile = renderTile(position)
      cache.put(position, tile)
      strokes += tile.strokes.length
    }
    views++
    await sleep(18)
  }
  console.log(`map: ${views} views, ${strokes} strokes, ${hits} hits, ${names.length} names`)
}

main()
