// Numbers headings as in a legal text: 1, 1a, 1a (i).

const LETTERS = []
for (let at = 0; at < 120; at++) {
  LETTERS.push({ arabic: `${at + 1}`, letter: String.fromCharCode(97 + (at % 26)), at })
}

const counters = [0, 0, 0]

exports.reset = function reset() {
  counters.fill(0)
}

exports.next = function next(level) {
  const at = counters[level]++
  counters.fill(0, level + 1)
  return level === 0 ? LETTERS[at].arabic : `${LETTERS[at].letter})`
}
