// Draws the labels of a railway display. Drawn texts are kept as long as somebody uses them.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class GlyphCache {
  constructor() {
    this.glyphs = new Map()
    this.gone = new FinalizationRegistry((key) => this.glyphs.delete(key))
  }

  glyph(text, size) {
    const key = `${text} in ${size} points`
    const known = this.glyphs.get(key)?.deref()
    if (known) return known
    const drawn = { text, width: text.length * size * 0.6, height: size * 1.2 }
    this.glyphs.set(key, new WeakRef(drawn))
    this.gone.register(drawn, key)
    return drawn
  }
}

const cache = new GlyphCache()
let labels = 0
let width = 0
const onDisplay = []
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  for (let row = 0; row < 14; row++) {
    const minutes = labels % 60
    onDisplay.push(cache.glyph(`IC ${labels} to ${row} delayed ${minutes} min`, 12 + (row % 3)))
    if (onDisplay.length > 300) width += onDisplay.shift().width
    labels++
  }
  await sleep(9)
}

console.log(`display: ${labels} labels, ${width.toFixed(0)} points wide`)
