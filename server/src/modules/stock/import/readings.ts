import { type Described, readSpecs } from '@bobber/domain'
import type { SpecReading } from '@bobber/protocol'
import { setImmediate } from 'node:timers/promises'

/** Understands a product's words; what was read beforehand isn't read again. */
export type SpecReader = (described: Described) => SpecReading

/**
 * Reads the words of many products beforehand: a quarter of a millisecond each, which no transaction should wait for, and in between
 * whoever else has something to do gets their turn. What wasn't read beforehand is read when it is asked for.
 */
export async function readAll(products: readonly Described[]): Promise<SpecReader> {
  const known = new Map<string, SpecReading>()
  const keyOf = ({ name, category, specs }: Described): string => [name, category, specs].join('\0')
  for (const [nth, product] of products.entries()) {
    if (nth % 40 === 39) await setImmediate()
    const key = keyOf(product)
    if (!known.has(key)) known.set(key, readSpecs(product))
  }
  return (described) => known.get(keyOf(described)) ?? readSpecs(described)
}
