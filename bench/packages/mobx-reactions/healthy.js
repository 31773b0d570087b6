'use strict'
// Draws the scoreboards of a tennis tournament. A board follows the score while it is shown.

const { setTimeout: sleep } = require('node:timers/promises')
const { autorun, observable, runInAction } = require('mobx')

const SECONDS = Number(process.env.SECONDS ?? 40)

const match = observable({ score: 0 })

async function show(board) {
  const pixels = new Array(700).fill(board + 0.5)
  const stop = autorun(() => {
    pixels[0] = match.score
  })
  await sleep(8)
  return { pixels, stop }
}

async function main() {
  let boards = 0
  let drawn = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    const { pixels, stop } = await show(boards)
    stop()
    drawn += pixels.length
    boards++
    if (boards % 200 === 0) runInAction(() => match.score++)
  }
  console.log(`tennis: ${boards} boards, ${drawn} pixels`)
}

main()
