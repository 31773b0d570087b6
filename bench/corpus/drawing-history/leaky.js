// A shared whiteboard. Strokes can be undone, at most 300 of them.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LIMIT = 300

class History {
  constructor() {
    this.current = null
    this.oldest = null
    this.depth = 0
  }

  record(stroke) {
    const step = { stroke, before: this.current, after: null }
    if (this.current) this.current.after = step
    else this.oldest = step
    this.current = step
    this.depth++
    if (this.depth > LIMIT) this.trim()
  }

  undo() {
    const step = this.current
    if (!step || this.depth <= 1) return null
    this.current = step.before
    this.current.after = null
    this.depth--
    return step.stroke
  }

  trim() {
    this.oldest = this.oldest.after
    this.depth--
  }
}

function drawStroke(pen, seed) {
  const points = []
  for (let at = 0; at < 60; at++) {
    points.push({ x: Math.sin(seed + at / 9) * 800, y: Math.cos(seed + at / 7) * 600 })
  }
  return { pen, width: 1.5, points }
}

const history = new History()
let strokes = 0
let undone = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  history.record(drawStroke(`pen-${strokes % 5}`, strokes))
  strokes++
  if (strokes % 40 === 0 && history.undo()) undone++
  await sleep(9)
}

console.log(`whiteboard: ${strokes} strokes, ${undone} undone, ${history.depth} can be undone`)
