// Writes the newsletter for one reader. A mail that bounces is written again, so mails stay in
// the outbox until the mail server has taken them.

const outbox = []

function write({ reader, issue }) {
  const articles = Array.from({ length: 180 }, (_, at) => ({ at, words: at * 1.5, reader }))
  const mail = { reader, issue, articles }
  outbox.push(mail)
  return mail
}

function taken(mail) {
  const at = outbox.indexOf(mail)
  if (at >= 0) outbox.splice(at, 1)
}

process.on('message', (order) => {
  const mail = write(order)
  setTimeout(() => {
    taken(mail)
    process.send({ length: mail.articles.length * 30 })
  }, 2)
})
