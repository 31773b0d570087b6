// Converts the invoices of one batch and answers with the documents.

import { parentPort } from 'node:worker_threads'

function convert({ number, invoices }) {
  return Array.from({ length: invoices }, (_, at) => `<invoice no="${number}-${at}" vat="19"/>`)
}

parentPort.on('message', (batch) => {
  parentPort.postMessage(convert(batch))
})
