// A bank's counter. The customer is known in everything that is done for him, through an
// AsyncLocalStorage; some transfers are booked three seconds later.

import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const customers = new AsyncLocalStorage()
let booked = 0

async function transfer() {
  await sleep(2)
  const { account } = customers.getStore()
  setTimeout(() => {
    booked += customers.getStore().account === account ? 1 : 0
  }, 3000)
}

function serve(account) {
  const history = Array.from({ length: 120 }, (_, at) => ({ at, cents: at * 17, account }))
  return customers.run({ account, history }, transfer)
}

let served = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await serve(served)
  served++
  await sleep(10)
}

console.log(`bank: ${served} served, ${booked} booked`)
