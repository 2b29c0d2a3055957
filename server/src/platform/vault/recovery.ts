import { createHash } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so a hand-written key is read back right. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const KEY_DIGITS = 52
const CHECK_DIGITS = 4
const QR_PREFIX = 'BOBBER-KEY:1:'

export interface RecoveryForm {
  /** 14 groups of 4, the last one the check. For paper. */
  readonly groups: readonly string[]
  /** Upper case and colons only: fits a QR in its dense alphanumeric mode. */
  readonly qrPayload: string
}

/** The key as a person can write it down and type it back (V4). */
export function recoveryForm(key: Uint8Array): RecoveryForm {
  const text = encode(key) + check(key)
  return { groups: text.match(/.{4}/g) ?? [], qrPayload: QR_PREFIX + text }
}

/** The 32 bytes again, from groups or QR payload, however spaced; undefined when any character is wrong. */
export function readRecovery(text: string): Buffer | undefined {
  const written = text.trim().toUpperCase()
  const digits = (written.startsWith(QR_PREFIX) ? written.slice(QR_PREFIX.length) : written)
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (digits.length !== KEY_DIGITS + CHECK_DIGITS) return undefined
  const key = decode(digits.slice(0, KEY_DIGITS))
  return key && check(key) === digits.slice(KEY_DIGITS) ? key : undefined
}

function check(key: Uint8Array): string {
  return encode(createHash('sha256').update('bobber/1/recovery').update(key).digest()).slice(0, CHECK_DIGITS)
}

/** 256 bits in 52 digits of 5: the last four bits are zero. */
function encode(key: Uint8Array): string {
  const bits = BigInt(`0x${Buffer.from(key).toString('hex')}`) << 4n
  let text = ''
  for (let at = KEY_DIGITS - 1; at >= 0; at--) text += ALPHABET[Number((bits >> BigInt(at * 5)) & 31n)]
  return text
}

function decode(digits: string): Buffer | undefined {
  let bits = 0n
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit)
    if (value < 0) return undefined
    bits = (bits << 5n) | BigInt(value)
  }
  if ((bits & 15n) !== 0n) return undefined
  return Buffer.from((bits >> 4n).toString(16).padStart(64, '0'), 'hex')
}
