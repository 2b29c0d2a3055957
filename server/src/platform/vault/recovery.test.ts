import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readRecovery, recoveryForm } from './recovery.ts'

describe('the recovery form', () => {
  const key = randomBytes(32)
  const form = recoveryForm(key)
  const written = form.groups.join(' ')

  test('V4 is 14 groups of 4 without look-alikes and comes back as the key', () => {
    expect(form.groups).toHaveLength(14)
    expect(written).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ?){14}$/)
    expect(form.qrPayload).toMatch(/^[0-9A-Z:-]+$/)
    for (const text of [written, form.groups.join('-'), form.groups.join('\n'), form.qrPayload, ` ${form.qrPayload.toLowerCase()}\n`]) {
      expect(readRecovery(text)?.equals(key)).toBe(true)
    }
  })

  test('V4 takes look-alikes and small letters for what was meant', () => {
    const sloppy = written.replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase()
    expect(readRecovery(sloppy)?.equals(key)).toBe(true)
  })

  test('V4 knows every single wrong character, every swap of neighbours, and a missing or extra one', () => {
    const digits = form.groups.join('')
    for (let at = 0; at < digits.length; at++) {
      const other = digits[at] === 'Z' ? 'Y' : 'Z'
      expect(readRecovery(digits.slice(0, at) + other + digits.slice(at + 1)), `character ${at}`).toBeUndefined()
      const swapped = digits.slice(0, at) + (digits[at + 1] ?? '') + (digits[at] ?? '') + digits.slice(at + 2)
      expect(swapped === digits || readRecovery(swapped) === undefined, `swap at ${at}`).toBe(true)
    }
    for (const wrong of [digits.slice(1), `${digits}0`, '', 'U'.repeat(56)]) expect(readRecovery(wrong)).toBeUndefined()
  })

  test('V4 holds for keys of all zeros and all ones', () => {
    for (const edge of [Buffer.alloc(32), Buffer.alloc(32, 255)]) {
      expect(readRecovery(recoveryForm(edge).groups.join(''))?.equals(edge)).toBe(true)
    }
  })
})
