// Mixes the pieces of each call, and forgets a call when its last piece has come.

import { parentPort } from 'node:worker_threads'

const PIECES_OF_A_CALL = 8

const calls = new Map()

function addPiece(call, sound) {
  const pieces = calls.get(call) ?? []
  pieces.push(sound)
  calls.set(call, pieces)
  if (pieces.length >= PIECES_OF_A_CALL) calls.delete(call)
  return pieces.length
}

parentPort.on('message', ({ call, sound }) => {
  parentPort.postMessage(addPiece(call, sound))
})
