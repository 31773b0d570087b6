// One auction room: keeps the bids of the lots that are open.

import { parentPort, workerData } from 'node:worker_threads'

const openBids = []

function bid(lot) {
  const offers = Array.from({ length: 150 }, (_, paddle) => ({ paddle, pounds: lot + paddle / 8 }))
  openBids.push({ room: workerData, lot, offers })
}

function archive() {
  openBids.length = 0
}

parentPort.on('message', ({ type, lot }) => {
  if (type === 'bid') bid(lot)
  else archive()
})
