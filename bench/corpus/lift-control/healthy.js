// Controls the lifts of a tower. A ride ends when the lift has arrived, or at once when there is an alarm.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class Lift {
  constructor(name) {
    this.name = name
    this.floor = 0
    this.alarmed = false
    this.alarm = new Promise((resolve) => {
      this.ring = () => {
        this.alarmed = true
        resolve(null)
      }
    })
  }

  plan(from, to) {
    const stops = []
    for (let at = 0; at < 50; at++) {
      stops.push({
        floor: from + ((to - from) * at) / 50,
        speed: Math.sin((at * Math.PI) / 50) * 2.5,
      })
    }
    return { from, to, stops }
  }

  async move(to) {
    const ride = this.plan(this.floor, to)
    await sleep(4)
    this.floor = to
    return ride
  }

  async ride(to) {
    const ride = this.alarmed ? null : await this.move(to)
    return ride === null ? 0 : Math.abs(ride.to - ride.from)
  }
}

const lifts = ['A', 'B', 'C'].map((name) => new Lift(name))
process.once('SIGUSR2', () => lifts.forEach((lift) => lift.ring()))

let rides = 0
let floors = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const travelled = await Promise.all(lifts.map((lift) => lift.ride((rides * 7) % 40)))
  for (const count of travelled) floors += count
  rides += lifts.length
  await sleep(12)
}

console.log(`tower: ${rides} rides over ${floors} floors`)
