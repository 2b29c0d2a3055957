import { atFactor, fen } from '@bobber/domain'
import type { Calls } from '@bobber/protocol'

const dayRent = fen(3500)
const lateMinutes = 190

/** What the rules come to for a rod at ¥35 a day: a weekend day, and 3 h 10 min late. */
export function ruleExample(rules: Calls['priceRules.change']['body']): { weekendDay: number; late: number } {
  const hours = lateMinutes <= rules.graceMinutes ? 0 : Math.ceil(lateMinutes / 60)
  const cap = rules.lateCapDays === null ? Infinity : rules.lateCapDays * dayRent
  return { weekendDay: atFactor(dayRent, rules.weekendFactorBp), late: Math.min(cap, hours * rules.latePerStartedHour) }
}
