// Charts of share prices. The user opens one share after the other; a chart follows the market while open.

const SECONDS = Number(process.env.SECONDS ?? 40)

class PriceEvent extends Event {
  constructor(symbol, price) {
    super('price')
    this.symbol = symbol
    this.price = price
  }
}

class Market extends EventTarget {
  tick(symbol, price) {
    this.dispatchEvent(new PriceEvent(symbol, price))
  }
}

class Chart {
  constructor(market, symbol) {
    this.market = market
    this.symbol = symbol
    this.open = true
    this.points = []
    for (let at = 0; at < 90; at++) {
      this.points.push({ at, price: 50 + Math.sin(at / 8) * 12.5, volume: at * 410 })
    }
    market.addEventListener('price', this)
  }

  handleEvent(event) {
    if (!this.open || event.symbol !== this.symbol) return
    this.points.push({ at: event.timeStamp, price: event.price, volume: 0 })
  }

  close() {
    this.open = false
    this.market.removeEventListener('price', this)
    return this.points.length
  }
}

const market = new Market()
let opened = 0
let points = 0
let current = new Chart(market, 'S0')

const browsing = setInterval(() => {
  points += current.close()
  opened++
  current = new Chart(market, `S${opened % 120}`)
}, 12)

const ticking = setInterval(() => market.tick(current.symbol, 50 + (opened % 90) / 10), 900)

setTimeout(() => {
  clearInterval(browsing)
  clearInterval(ticking)
  console.log(`market: ${opened} charts, ${points} points`)
}, SECONDS * 1000)
