// Stock of a warehouse: pallets arrive, are found by number or by supplier, and are shipped again.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const ON_STOCK = 8

class PalletStore {
  constructor() {
    this.byNumber = new Map()
    this.bySupplier = new Map()
  }

  add(pallet) {
    this.byNumber.set(pallet.number, pallet)
    const delivered = this.bySupplier.get(pallet.supplier)
    if (delivered) delivered.push(pallet)
    else this.bySupplier.set(pallet.supplier, [pallet])
  }

  ship(number) {
    const pallet = this.byNumber.get(number)
    if (!pallet) return 0
    this.byNumber.delete(number)
    return pallet.boxes.length
  }

  boxesFrom(supplier) {
    const last = this.bySupplier.get(supplier)?.at(-1)
    return last === undefined ? 0 : last.boxes.length
  }
}

function makePallet(number) {
  const boxes = []
  for (let box = 0; box < 30; box++) {
    boxes.push({ label: `P${number}-${box}`, weight: 4.5 + (box % 7), fragile: box % 9 === 0 })
  }
  return { number, supplier: `supplier-${number % 40}`, boxes }
}

const catalogue = new Map()
for (let article = 0; article < 150_000; article++) {
  catalogue.set(`article-${article}`, { pieces: article % 48, depth: 0.4 + (article % 9) / 10 })
}

const store = new PalletStore()
let arrived = 0
let shippedBoxes = 0
let lookedUp = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  store.add(makePallet(arrived))
  if (arrived >= ON_STOCK) shippedBoxes += store.ship(arrived - ON_STOCK)
  lookedUp += store.boxesFrom(`supplier-${(arrived * 7) % 40}`)
  lookedUp += catalogue.get(`article-${arrived}`).pieces
  arrived++
  await sleep(250)
}

console.log(`warehouse: ${arrived} pallets, ${shippedBoxes} boxes shipped, ${lookedUp} looked up`)
