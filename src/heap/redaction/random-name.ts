// Tells names that a person wrote from keys, tokens and ids that only look like names. Used for names that may be
// data; 1 % of the names in real programs are
// taken for data, 1 % of random keys of twelve letters for names, 1 in 1,000 of sixteen.

/** Shorter names are left alone: they are too short to tell, and too short to be a secret. */
const SHORTEST_JUDGED = 8
const MOST_DIGITS = 4
const MOST_DIGIT_GROUPS = 2
const MOST_DIGIT_SHARE = 0.35
/** Letters a word, from four words on: base64 changes case at every second letter. */
const FEWEST_LETTERS_A_WORD = 2.6
/** What a name may cost a letter, in bits above the first; short names vary more. */
const MOST_COST = 3.4
const MOST_COST_OF_SHORT = 5
const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g
const HEXADECIMAL = /[\da-f]{7,}/gi
const LETTERS = 26
const CODE_OF_A = 97

/**
 * How surprising a letter is after another: `round(-log2 p) - 1`, at most 9, measured on the identifiers of npm
 * packages. A row for each first letter, the last one for the beginning of a word; a digit for each second letter.
 */
const SURPRISE: readonly string[] = [
  '94339649596233949231566649',
  '28792979337286279347299949',
  '29682992593389189352499969',
  '28840889289498379546489759',
  '36335459898442754122856359',
  '39892399199386289344399959',
  '47890853299343679334489989',
  '18991999299659299452599969',
  '45434439998331259422959694',
  '48991999599999499907467999',
  '37660758299694758826597989',
  '26841799295399269953358959',
  '14981999399447229858599979',
  '39323529485665369821459979',
  '54439569685331539144354599',
  '19951996497389249253489979',
  '99999999999579999889099999',
  '27551759295544289433569949',
  '48391694395676338721478649',
  '29581793299769269234497939',
  '44452549399232639232899999',
  '18990959299879599999899999',
  '18972983199693179236999999',
  '59483797399859709680999849',
  '54674689699232609934993987',
  '49990997499699199979899947',
  '34233444366444437323554887',
]

/** Whether a name of ASCII letters, digits, `_` and `$` looks made by a machine. O(length). */
export function looksRandom(name: string): boolean {
  return name.length >= SHORTEST_JUDGED && (hasManyDigits(name) || hasRandomLetters(name))
}

/** Whether a name has more digits than names that people write, or a run of hexadecimal ones. */
export function hasManyDigits(name: string): boolean {
  const groups = name.match(/\d+/g) ?? []
  const digits = groups.reduce((sum, group) => sum + group.length, 0)
  if (digits > MOST_DIGITS || groups.length > MOST_DIGIT_GROUPS) return true
  if (digits > name.length * MOST_DIGIT_SHARE) return true
  return (name.match(HEXADECIMAL) ?? []).some((run) => (run.match(/\d/g) ?? []).length > 1)
}

function hasRandomLetters(name: string): boolean {
  const words = name.match(WORD) ?? []
  let letters = 0
  let cost = 0
  for (const word of words) {
    let before = LETTERS
    for (const character of word.toLowerCase()) {
      const letter = character.charCodeAt(0) - CODE_OF_A
      cost += Number(SURPRISE[before]?.[letter] ?? 0)
      before = letter
      letters++
    }
  }
  if (letters === 0) return false
  if (words.length > 3 && letters < words.length * FEWEST_LETTERS_A_WORD) return true
  return cost > letters * MOST_COST + MOST_COST_OF_SHORT
}
