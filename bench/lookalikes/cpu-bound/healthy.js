// Looks for large primes in the program's one thread: the event loop does not turn for three
// seconds at a time, and then rests for a while.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function isPrime(number) {
  for (let divisor = 3; divisor * divisor <= number; divisor += 2) {
    if (number % divisor === 0) return false
  }
  return true
}

function search(from, ms) {
  const found = []
  const end = Date.now() + ms
  for (let number = from; Date.now() < end; number += 2) if (isPrime(number)) found.push({ number })
  return found
}

let next = 1_000_000_007
let primes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const found = search(next, 3000)
  primes += found.length
  next = (found.at(-1)?.number ?? next) + 2
  await sleep(5500)
}

console.log(`primes: ${primes}`)
