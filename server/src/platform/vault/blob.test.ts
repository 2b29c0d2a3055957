import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyIdOf, openBlob, sealBlob } from './blob.ts'
import { SealFault } from './fault.ts'

const key = createSecretKey(randomBytes(32))
const text = '请在周六早上六点前到码头,电话 13800138000'
const place = 'shop/conversation/entry/author'

describe('a sealed blob', () => {
  test('V6 opens to what was sealed, text or bytes, empty too, and names its key', () => {
    const blob = sealBlob(key, 7, text, place)
    expect(openBlob(key, blob, place).toString()).toBe(text)
    expect(keyIdOf(blob)).toBe(7)
    expect(blob.length).toBe(33 + Buffer.byteLength(text))
    const bytes = randomBytes(300)
    expect(openBlob(key, sealBlob(key, 1, bytes, place), place).equals(bytes)).toBe(true)
    expect(openBlob(key, new Uint8Array(sealBlob(key, 1, '', '')), '').length).toBe(0)
  })

  test('V6 differs each time, over more seals than nonces are drawn at once', () => {
    const blobs = Array.from({ length: 2000 }, () => sealBlob(key, 1, text, place))
    expect(new Set(blobs.map((blob) => blob.subarray(5, 17).toString('hex'))).size).toBe(2000)
    expect(blobs.every((blob) => openBlob(key, blob, place).toString() === text)).toBe(true)
  })

  test('V7 refuses a change of any one bit, every cut and an added byte', () => {
    const blob = sealBlob(key, 7, text, place)
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const altered = Buffer.from(blob)
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => openBlob(key, altered, place), `bit ${bit}`).toThrow(SealFault)
    }
    for (let length = 0; length < blob.length; length++) {
      expect(() => openBlob(key, blob.subarray(0, length), place), `cut to ${length}`).toThrow(SealFault)
    }
    expect(() => openBlob(key, Buffer.concat([blob, Buffer.of(0)]), place)).toThrow(SealFault)
  })

  test('V8 opens for no other place and with no other key', () => {
    const blob = sealBlob(key, 7, text, place)
    for (const other of ['', 'shop/conversation/entry/autho', `${place}/`, place.toUpperCase()]) {
      expect(() => openBlob(key, blob, other)).toThrow(SealFault)
    }
    expect(() => openBlob(createSecretKey(randomBytes(32)), blob, place)).toThrow(SealFault)
  })

  test('V9 a fault holds neither content nor place nor key', () => {
    const blob = sealBlob(key, 7, text, place)
    const fault = catchFault(() => openBlob(key, blob, 'another/place'))
    const told = [fault.message, fault.stack, String(fault.cause), JSON.stringify(fault)].join('\n')
    expect(told).toContain('key 7')
    expect(told).toContain(`${blob.length} bytes`)
    const secrets = [text, '13800138000', 'another/place', 'conversation', key.export().toString('hex'), blob.toString('hex', 17)]
    for (const secret of secrets) expect(told).not.toContain(secret)
  })

  test('V17 200 bytes are sealed and opened in well under a millisecond', () => {
    const plain = randomBytes(200)
    const rounds = 4000
    const begin = performance.now()
    for (let round = 0; round < rounds; round++) openBlob(key, sealBlob(key, 1, plain, place), place)
    // About 10 µs a pair here; the bound is loose, so that a busy machine passes and a key set up per call or a KDF doesn't.
    expect((performance.now() - begin) / rounds).toBeLessThan(0.2)
  })
})

function catchFault(work: () => unknown): SealFault {
  try {
    work()
  } catch (fault) {
    if (fault instanceof SealFault) return fault
  }
  throw new Error('it opened')
}
