// Prints the timetable of a railway: large reports that are thrown away as soon as they are sent.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function timetable(day) {
  const trains = []
  for (let train = 0; train < 9000; train++) {
    trains.push({ train, from: `station ${train % 80}`, minutes: [day + train, train * 2, 7] })
  }
  return trains
}

let days = 0
let characters = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  characters += JSON.stringify(timetable(days)).length
  days++
  await sleep(90)
}

console.log(`railway: ${days} timetables, ${characters} characters`)
