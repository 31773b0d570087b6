// The package's own version, read from its manifest.

import { readFileSync } from 'node:fs'

/** E.g. `0.1.0`; `0.0.0` where the manifest is missing. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const manifest = JSON.parse(text) as { version?: string }
  return manifest.version ?? '0.0.0'
}
