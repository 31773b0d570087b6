import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { rootedPath } from '../../../src/investigation/rooted-path.ts'

function container(): string {
  const root = mkdtempSync(join(tmpdir(), 'root-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'app/store'), { recursive: true })
  writeFileSync(join(root, 'app/store/cart.js'), '')
  symlinkSync('store', join(root, 'app/relative'))
  symlinkSync('/app/store', join(root, 'app/absolute'))
  symlinkSync('../../../../../../etc/passwd', join(root, 'app/outwards.js'))
  symlinkSync('/etc/passwd', join(root, 'app/away.js'))
  symlinkSync('round.js', join(root, 'app/round.js'))
  return root
}

test.each(['/app/store/cart.js', '/app/relative/cart.js', '/app/absolute/./cart.js'])(
  '%s is found below the root',
  (path) => {
    const root = container()
    expect(rootedPath(root, path)).toBe(join(root, 'app/store/cart.js'))
  },
)

test.each([
  '/app/outwards.js',
  '/app/away.js',
  '/../../etc/passwd',
  '/app/round.js',
  '/app/gone.js',
])('%s leads nowhere outside', (path) => {
  expect(rootedPath(container(), path)).toBeNull()
})

test('without a root a path is left as it is', () => {
  expect(rootedPath('', '/app/../etc/hosts')).toBe('/app/../etc/hosts')
})
