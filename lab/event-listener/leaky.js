// Renders the order pages of a shop. A page that is being rendered follows the orders live.

import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const orderEvents = new EventEmitter()
orderEvents.setMaxListeners(0) // many pages are rendered at the same time

class OrderView {
  constructor(customer) {
    this.customer = customer
    this.rows = []
    for (let row = 0; row < 100; row++) {
      this.rows.push({ order: `${customer}-${row}`, total: row * 1.25, shipped: false })
    }
    this.onShipped = (order) => this.markShipped(order)
    orderEvents.on('shipped', this.onShipped)
  }

  markShipped(order) {
    const row = this.rows.find((candidate) => candidate.order === order)
    if (row) row.shipped = true
  }

  render() {
    return this.rows.map((row) => `<tr><td>${row.order}</td><td>${row.total}</td></tr>`).join('')
  }
}

function renderOrders(customer) {
  const view = new OrderView(customer)
  return view.render()
}

let pages = 0
let bytes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  bytes += renderOrders(`customer-${pages}`).length
  pages++
  if (pages % 200 === 0) orderEvents.emit('shipped', `customer-${pages - 1}-7`)
  await sleep(10)
}

console.log(`orders: ${pages} pages rendered, ${bytes} characters`)
