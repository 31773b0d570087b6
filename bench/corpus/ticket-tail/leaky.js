// Ticket sales of a theatre. The screen in the foyer shows what is being sold.

import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class SaleStream extends Readable {
  constructor() {
    super({ objectMode: true, highWaterMark: 32 })
    this.wanted = true
    this.skipped = 0
  }

  _read() {
    this.wanted = true
  }

  show(ticket) {
    this.wanted = this.push(ticket)
  }
}

let screen = null

function sell(number) {
  const seats = []
  for (let seat = 0; seat < 50; seat++) {
    seats.push({ row: 1 + (seat % 9), seat: `${number}/${seat}`, price: 18.5 + (seat % 4) })
  }
  const ticket = { number, seats, play: `play ${number % 6}` }
  screen?.show(ticket)
  return seats.length
}

async function showOnScreen(stream) {
  let shown = 0
  for await (const ticket of stream) {
    shown += ticket.seats.length
    await sleep(30)
  }
  return shown
}

screen = new SaleStream()
showOnScreen(screen)

let sales = 0
let seats = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const evening = Math.floor((end - Date.now()) / 4000) % 2 === 0
  seats += sell(sales)
  sales++
  await sleep(evening ? 7 : 12)
}

console.log(`theatre: ${sales} sales, ${seats} seats, ${screen.skipped} not shown`)
process.exit()
