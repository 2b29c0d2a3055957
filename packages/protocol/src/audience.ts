/**
 * The classes of people that may see an entry (spec/log.md L8). The bits are fixed for ever: they stand in
 * every row and under every chain hash.
 */
export const classes = ['customer', 'staff', 'rider', 'supplier'] as const
export type Class = (typeof classes)[number]

export const bit: Record<Class, number> = { customer: 1, staff: 2, rider: 4, supplier: 8 }

/** Index of a class in the per-class arrays of a row (0-based; SQL arrays are 1-based). */
export const classIndex: Record<Class, number> = { customer: 0, staff: 1, rider: 2, supplier: 3 }

/** Audience of several classes: the sum of their bits. */
export function audienceOf(...seers: Class[]): number {
  return seers.reduce((sum, seer) => sum | bit[seer], 0)
}

export function maySee(audience: number, seer: Class): boolean {
  return (audience & bit[seer]) !== 0
}
