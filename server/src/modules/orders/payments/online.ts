import type { Deps } from '../../../platform/deps.ts'

/**
 * Whether customers can pay but at the counter. The simulator is for trying it out: in a real shop whoever presses "paid" would have paid
 * (spec/money.md N9).
 */
export function paysOnline({ clock }: Pick<Deps, 'clock'>): boolean {
  return clock.practice
}
