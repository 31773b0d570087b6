// Gives out handles to rented bicycles. Who forgets to bring one back loses it, and the registry
// closes what belongs to it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const locks = new Map()
const lost = new FinalizationRegistry((number) => locks.delete(number))

class Bicycle {
  constructor(number) {
    this.number = number
    locks.set(number, new Array(250).fill(number + 0.5))
    lost.register(this, number, this)
  }

  bringBack() {
    lost.unregister(this)
    locks.delete(this.number)
  }
}

let rented = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const bicycle = new Bicycle(rented)
  rented++
  await sleep(8)
  if (rented % 5 !== 0) bicycle.bringBack()
}

console.log(`bicycles: ${rented} rented, ${locks.size} locks open`)
