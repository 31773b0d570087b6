// The page in a real browser: what the content security policy, the style sheet and the escaping amount to there.
// The functions given to `page.evaluate` run in the page, hence the DOM types.

/// <reference lib="dom" />

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { html } from '../../../dist/report/index.js'
import { SAMPLE_REPORTS } from '../../support/sample-report.ts'

interface Look {
  readonly width: number
  readonly dark: boolean
}

interface Opened {
  readonly page: Page
  readonly complaints: string[]
  readonly requests: string[]
}

const LOOKS: readonly Look[] = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 400, dark: false },
  { width: 400, dark: true },
]

let browser: Browser
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tidemark-page-'))
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})

afterAll(async () => {
  await browser?.close()
  rmSync(directory, { recursive: true, force: true })
})

describe.each(Object.keys(SAMPLE_REPORTS))('the page of %s', (name) => {
  test('asks for nothing, complains about nothing and never scrolls sideways', async () => {
    for (const look of LOOKS) {
      const { page, complaints, requests } = await open(name, look)
      await openDetails(page)
      expect(await sidewaysOverflow(page)).toEqual([])
      expect(complaints).toEqual([])
      expect(requests).toEqual([page.url()])
      await page.close()
    }
  })

  test('is readable in light and in dark', async () => {
    const grounds = new Set<string>()
    for (const dark of [false, true]) {
      const { page } = await open(name, { width: 1280, dark })
      await openDetails(page)
      grounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
      expect(await lowContrasts(page)).toEqual([])
      await page.close()
    }
    expect(grounds.size).toBe(2)
  })
})

test('hostile names are text, and make no element of their own', async () => {
  const { page } = await open('hostile-names', { width: 1280, dark: false })
  const found = await page.evaluate(() => ({
    foreign: document.querySelectorAll(
      'script, img, iframe, form, input, object, embed, a[href]:not([href^="#"])',
    ).length,
    styles: document.querySelectorAll('style').length,
    heading: document.querySelector('h1')?.textContent ?? '',
    title: document.title,
  }))
  expect(found.foreign).toBe(0)
  expect(found.styles).toBe(1)
  expect(found.heading).toContain('<script>alert(1)</script>')
  expect(found.heading).toContain(String.raw`\u{202e}gnp.exe`)
  expect(found.title).toContain('</title><script>')
  await page.close()
})

test('the policy stops a script that got into the page all the same', async () => {
  const { page, complaints } = await open('leaking-server', { width: 1280, dark: false })
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "ran"'
    document.body.append(script)
    await new Promise((resolve) => setTimeout(resolve, 0))
    return document.title === 'ran'
  })
  expect(ran).toBe(false)
  expect(complaints.join(' ')).toContain('Content Security Policy')
  await page.close()
})

test('one chart is shown at a time: the wide one on a desktop, the narrow one on a phone', async () => {
  for (const [width, shown] of [
    [1280, 'chart-wide'],
    [400, 'chart-narrow'],
  ] as const) {
    const { page } = await open('leaking-server', { width, dark: false })
    const visible = await page.evaluate(() => {
      return Array.from(document.querySelectorAll('svg.chart-wide, svg.chart-narrow'))
        .filter((chart) => chart.getBoundingClientRect().width > 0)
        .map((chart) => chart.getAttribute('class'))
    })
    expect(visible).toEqual([`chart ${shown}`])
    await page.close()
  }
})

test('the chart shows its readings under the pointer without a script', async () => {
  const { page } = await open('leaking-server', { width: 1280, dark: false })
  const shown = (): Promise<string[]> =>
    page.evaluate(() => {
      return Array.from(document.querySelectorAll('.readout text'))
        .filter((text) => getComputedStyle(text).visibility === 'visible')
        .map((text) => text.textContent ?? '')
    })
  expect(await shown()).toEqual([])
  const box = await page.locator('svg.chart-wide').boundingBox()
  for (const depth of [0.2, 0.7, 0.85]) {
    await page.mouse.move(
      (box?.x ?? 0) + (box?.width ?? 0) / 2,
      (box?.y ?? 0) + (box?.height ?? 0) * depth,
    )
    const [reading, ...others] = await shown()
    expect(others).toEqual([])
    expect(reading).toMatch(/^at \d+s .* heap [\d.]+ MB .* RSS [\d.]+ MB .* work done/)
  }
  await page.close()
})

async function open(name: string, look: Look): Promise<Opened> {
  const file = join(directory, `${name}.html`)
  writeFileSync(file, html(SAMPLE_REPORTS[name]?.() ?? SAMPLE_REPORTS['leaking-server']?.()))
  const page = await browser.newPage({
    viewport: { width: look.width, height: 900 },
    colorScheme: look.dark ? 'dark' : 'light',
  })
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) requests.push(request.url())
  })
  await page.goto(pathToFileURL(file).href)
  return { page, complaints, requests }
}

async function openDetails(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
}

/** Elements that reach beyond the window although nothing around them scrolls. */
function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const scrolls = document.documentElement.scrollWidth > width
    const beyond = Array.from(document.querySelectorAll('body *'))
      .filter((element) => element.closest('.scroll, pre, .command, svg') === null)
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => element.outerHTML.slice(0, 120))
    return scrolls ? ['the page itself scrolls', ...beyond] : beyond
  })
}

/** Texts whose contrast with the ground behind them is below 4.5. */
function lowContrasts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
        const share = channel / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const groundOf = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)'
      const color = getComputedStyle(element).backgroundColor
      return channels(color)[3] === 0 ? groundOf(element.parentElement) : color
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const low: string[] = []
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      const text = walker.currentNode.textContent?.trim() ?? ''
      if (
        element === null ||
        text === '' ||
        ['TITLE', 'DESC', 'title', 'desc'].includes(element.tagName)
      )
        continue
      const style = getComputedStyle(element)
      const ink = element.closest('svg') === null ? style.color : style.fill
      const [light = 1, dark = 0] = [luminance(ink), luminance(groundOf(element))].toSorted(
        (a, b) => b - a,
      )
      const contrast = (light + 0.05) / (dark + 0.05)
      if (contrast < 4.5)
        low.push(`${contrast.toFixed(2)} ${element.className.toString()}: ${text.slice(0, 40)}`)
    }
    return [...new Set(low)]
  })
}
