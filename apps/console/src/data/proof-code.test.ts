import { expect, test } from 'vitest'
import { proofCode, shortHash } from './proof-code.ts'

const head = { seq: 12, at: 1_795_000_000_000, hash: '0123456789abcdef'.repeat(4), signature: 'c2lnbmVk', publicKey: 'pem' }

test('K14 a slip’s code holds all that was signed, and fits a QR of a hand’s breadth', () => {
  const code = proofCode('00000000-0000-7000-8000-0000000000c0', { ...head, signature: 's'.repeat(130) })
  expect(code.split(' ')).toEqual([
    'bobber',
    'head',
    '1',
    '00000000-0000-7000-8000-0000000000c0',
    '12',
    '1795000000000',
    head.hash,
    's'.repeat(130),
  ])
  // 20-M holds 666 bytes; beyond that the modules get too small for a slip's printer.
  expect(code.length).toBeLessThan(666)
})

test('K14 the hash is printed short enough to be compared by eye', () => {
  expect(shortHash(head.hash)).toBe('0123 4567 89ab cdef')
})
