// Runs the sorting rules that users have written for their mail, each in a context of its own.

const { createContext, runInContext } = require('node:vm')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

const outcomes = []

const RULE = `
  const urgent = /urgent|at once/.test(mail.subject)
  const folder = urgent ? 'today' : mail.from.split('@')[1];
  ({ folder, urgent })
`

function runRule(mail) {
  const context = createContext({ mail })
  return runInContext(RULE, context, { filename: 'rule.js' })
}

function sortMail(mail) {
  const outcome = runRule(mail)
  outcomes.push({ folder: outcome.folder, urgent: outcome.urgent })
  if (outcomes.length > 5000) outcomes.shift()
  return outcome.folder
}

async function main() {
  const folders = new Map()
  let mails = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    const subject = mails % 5 === 0 ? 'please answer at once' : `letter ${mails}`
    const folder = sortMail({ from: `writer@house-${mails % 9}.example`, subject })
    folders.set(folder, (folders.get(folder) ?? 0) + 1)
    mails++
    await sleep(200)
  }
  console.log(`mail: ${mails} sorted into ${folders.size} folders`)
}

main()
