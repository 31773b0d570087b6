// The editorial office of a newspaper. Drafts belong to an editor until they are published.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const editors = ['politics', 'sports', 'culture', 'weather'].map((desk) => ({ desk, articles: 0 }))
const drafts = new WeakMap()

function keepDraft(editor, number) {
  const paragraphs = []
  for (let at = 0; at < 60; at++) {
    paragraphs.push({ text: `${editor.desk} ${number}, paragraph ${at}`, words: 40 + at })
  }
  const draft = { number, paragraphs, published: false }
  if (!drafts.has(editor)) drafts.set(editor, new Map())
  drafts.get(editor).set(number, draft)
  return draft
}

function publish(editor, draft) {
  draft.published = true
  editor.articles++
  drafts.get(editor).delete(draft.number)
  return draft.paragraphs.reduce((sum, { words }) => sum + words, 0)
}

let articles = 0
let words = 0
const desk = []
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const editor = editors[articles % editors.length]
  desk.push({ editor, draft: keepDraft(editor, articles) })
  if (desk.length > 20) {
    const { editor: owner, draft } = desk.shift()
    words += publish(owner, draft)
  }
  articles++
  await sleep(9)
}

console.log(`newspaper: ${articles} articles, ${words} words`)
