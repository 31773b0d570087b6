'use strict'
// Shows share prices. Each screen takes the prices of its share until the trader turns away.

const { setTimeout: sleep } = require('node:timers/promises')
const { filter, map, Subject } = require('rxjs')

const SECONDS = Number(process.env.SECONDS ?? 40)

const prices = new Subject()

async function watch(screen) {
  const chart = Array.from({ length: 120 }, (_, at) => ({ at, screen, price: at / 6 }))
  const subscription = prices
    .pipe(
      filter(({ share }) => share === screen % 30),
      map(({ price }) => price * 1.01),
    )
    .subscribe((price) => {
      chart[0].price = price
    })
  await sleep(20)
  return { chart, turnAway: () => subscription.unsubscribe() }
}

async function main() {
  let screens = 0
  let points = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    const { chart, turnAway } = await watch(screens)
    turnAway()
    points += chart.length
    screens++
    if (screens % 100 === 0) prices.next({ share: screens % 30, price: screens })
  }
  console.log(`shares: ${screens} screens, ${points} points`)
}

main()
