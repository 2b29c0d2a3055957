import type { Step } from './steps.ts'

/**
 * The shortest part of a history that still fails, found by leaving out ever smaller stretches (delta debugging). `fails` runs a
 * candidate; at most `budget` candidates are tried.
 */
export async function shrink(steps: readonly Step[], fails: (steps: Step[]) => Promise<boolean>, budget = 400): Promise<Step[]> {
  let shortest = [...steps]
  let left = budget
  for (let size = Math.ceil(shortest.length / 2); size >= 1 && left > 0;) {
    let shorter = false
    for (let from = 0; from < shortest.length && left > 0; left--) {
      const candidate = [...shortest.slice(0, from), ...shortest.slice(from + size)]
      if (await fails(candidate)) {
        shortest = candidate
        shorter = true
      } else from += size
    }
    if (size === 1 && !shorter) break
    size = size === 1 ? 1 : Math.ceil(size / 2)
  }
  return shortest
}
