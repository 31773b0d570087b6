import { expect, test } from 'vitest'
import { parsePorts } from '../../../src/target/node/attach/listening-ports.ts'

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const row = (address: string, state: string, inode: number): string =>
  `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0`

test('listening sockets are read with the address to connect to', () => {
  const table = [HEAD, row('0100007F:240D', '0A', 11), row('00000000:0BB8', '0A', 12)].join('\n')
  expect(parsePorts(table)).toEqual([
    { port: 9229, host: '127.0.0.1', inode: '11' },
    { port: 3000, host: '127.0.0.1', inode: '12' },
  ])
})

test('connections are no listening sockets, nor is the head of the table', () => {
  expect(parsePorts([HEAD, row('0100007F:240D', '01', 11), ''].join('\n'))).toEqual([])
})

test('addresses of six are read in groups', () => {
  const table = [
    row('00000000000000000000000001000000:240D', '0A', 1),
    row('00000000000000000000000000000000:240D', '0A', 2),
    row('B80D0120000000000000000001000000:0050', '0A', 3),
  ].join('\n')
  expect(parsePorts(table).map(({ host }) => host)).toEqual([
    '0:0:0:0:0:0:0:1',
    '::1',
    '2001:db8:0:0:0:0:0:1',
  ])
})
