import type { Fen } from '@bobber/protocol'

/** The largest amount kept: ten thousand million yuan, far under 2^53, so that no product of an order loses a fen. */
const LARGEST = 1_000_000_000_000

/** @throws RangeError when `amount` isn't a whole number of fen or beyond what is kept: a fault, not a refusal. */
export function fen(amount: number): Fen {
  // Adding 0 turns `-0` into `0`; it would print as "-0.00".
  const plain = amount + 0
  if (!isFen(plain)) throw new RangeError(`not an amount of fen: ${amount}`)
  return plain
}

function isFen(amount: number): amount is Fen {
  return Number.isSafeInteger(amount) && Math.abs(amount) <= LARGEST
}

export function sumOf(amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce<number>((sum, amount) => sum + amount, 0))
}

export function timesQuantity(amount: Fen, quantity: number): Fen {
  return fen(amount * quantity)
}

/** `amount` × `basisPoints` / 10000, rounded half away from zero to the fen (PR2). */
export function atFactor(amount: Fen, basisPoints: number): Fen {
  if (!Number.isSafeInteger(basisPoints)) throw new RangeError(`not basis points: ${basisPoints}`)
  const exact = Math.abs(amount) * Math.abs(basisPoints)
  if (!Number.isSafeInteger(exact)) throw new RangeError(`beyond exact arithmetic: ${amount} × ${basisPoints}`)
  const rounded = Math.floor((exact + 5000) / 10_000)
  return fen(Math.sign(amount) * Math.sign(basisPoints) * rounded)
}

/** `77.00`: always two decimals, no grouping, no currency sign. */
export function yuan(amount: Fen): string {
  const whole = Math.floor(Math.abs(amount) / 100)
  const rest = Math.abs(amount) % 100
  return `${amount < 0 ? '-' : ''}${whole}.${String(rest).padStart(2, '0')}`
}

/** `35`, `35.5`: as short as it goes, the way a reason names a price. */
export function shortYuan(amount: Fen): string {
  return yuan(amount).replace(/\.?0+$/, '')
}
