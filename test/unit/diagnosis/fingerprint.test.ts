import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../../src/diagnosis/index.ts'
import { amounts, lead, step } from '../../support/lead-builder.ts'

describe('a fingerprint', () => {
  it('does not depend on counts, bytes, lines or the steps far above the holder', () => {
    const same = lead({
      population: amounts(5, 50, 500, 5000),
      holder: { ...lead().holder, position: { script: '/other/store.js', line: 99, column: 1 } },
      steps: [step({ name: 'elsewhere', to: 'Server' }), ...lead().steps],
      faultyStep: 5,
    })
    expect(fingerprint(same)).toBe(fingerprint(lead()))
  })

  it('differs for another variable and for another class that grows', () => {
    const steps = lead().steps.map((one) =>
      one.name === 'sessions' ? { ...one, name: 'orders' } : one,
    )
    expect(fingerprint(lead({ steps }))).not.toBe(fingerprint(lead()))
    expect(fingerprint(lead({ grownClass: 'Order' }))).not.toBe(fingerprint(lead()))
  })

  it('is eight hexadecimal digits', () => {
    expect(fingerprint(lead())).toMatch(/^[0-9a-f]{8}$/)
  })
})
