// The sessions of the shop: what a customer looked at and what we recommend, by session id.

import { randomUUID } from 'node:crypto'

const sessions = new Map()

export function openSession(customer) {
  const session = { id: randomUUID(), customer, openedAt: Date.now(), visits: 0, offers: [] }
  for (let rank = 0; rank < 100; rank++) {
    session.offers.push({ sku: `${customer}/offer-${rank}`, rank, score: 1 / (rank + 1.5) })
  }
  sessions.set(session.id, session)
  return session
}

export function findSession(id) {
  return sessions.get(id)
}

export function closeSession(id) {
  sessions.delete(id)
}
