// The leaks that can be put into a host: what is declared, what is done for each unit that leaks, and what a
// report must then say. A unit is an array of numbers, or a buffer, with what it takes to keep it.

/** Numbers in the array of a unit, 8 bytes each. */
const LENGTH = 256

/**
 * @typedef {object} LeakKind
 * @property {string} name
 * @property {readonly string[]} declarations lines of source; the function `adder` among them
 * @property {string} adder
 * @property {string} cause
 * @property {readonly string[]} holder names, one of which must be shown
 * @property {number} unitBytes that one call of `adder` keeps, measured by `node bench/mutate/unit-bytes.mjs`
 */

/** @type {readonly LeakKind[]} */
export const LEAK_KINDS = [
  {
    name: 'map',
    declarations: [
      'const recentRows = new Map()',
      'function rememberRows() {',
      `  recentRows.set(recentRows.size, new Array(${LENGTH}).fill(0.5))`,
      '}',
    ],
    adder: 'rememberRows',
    cause: 'collection',
    holder: ['recentRows'],
    unitBytes: 2130,
  },
  {
    name: 'listener',
    declarations: [
      "import { EventEmitter } from 'node:events'",
      'const notices = new EventEmitter().setMaxListeners(0)',
      'function followNotices() {',
      `  const rows = new Array(${LENGTH}).fill(0.5)`,
      "  notices.on('change', () => rows.length)",
      '}',
    ],
    adder: 'followNotices',
    cause: 'event-listener',
    holder: ['notices'],
    unitBytes: 2200,
  },
  {
    name: 'timer',
    declarations: [
      'function scheduleReview() {',
      `  const rows = new Array(${LENGTH}).fill(0.5)`,
      '  setInterval(() => rows.length, 3_600_000).unref()',
      '}',
    ],
    adder: 'scheduleReview',
    cause: 'timer',
    holder: ['timerListMap'],
    unitBytes: 2340,
  },
  {
    name: 'closure',
    declarations: [
      'let countRows = () => 0',
      'function extendCount() {',
      '  const before = countRows',
      `  const rows = new Array(${LENGTH}).fill(0.5)`,
      '  countRows = () => rows.length + before()',
      '}',
    ],
    adder: 'extendCount',
    cause: 'closure',
    holder: ['countRows', 'before'],
    unitBytes: 2200,
  },
  {
    name: 'buffer',
    declarations: [
      'const frames = []',
      'function keepFrame() {',
      `  frames.push(Buffer.alloc(${8 * LENGTH}))`,
      '}',
    ],
    adder: 'keepFrame',
    cause: 'array-buffer',
    holder: ['frames'],
    unitBytes: 2250,
  },
  {
    name: 'promise',
    declarations: [
      'const closing = new Promise(() => {})',
      'function raceRows() {',
      `  const rows = new Array(${LENGTH}).fill(0.5)`,
      '  void Promise.race([closing, Promise.resolve(rows)])',
      '}',
    ],
    adder: 'raceRows',
    cause: 'promise',
    holder: ['closing'],
    unitBytes: 2370,
  },
]
