import type { PricePlan } from '@bobber/protocol'
import { fen } from '../money/fen.ts'

/** The price plan of RH-3608 as the shop of the story sets it: weekend × 1.2, 30 min grace, ¥6 an hour, at most a day. */
export function planOfRh3608(changes: Partial<PricePlan> = {}): PricePlan {
  return {
    id: 'rh-3608',
    version: 1,
    tiers: [
      { length: { unit: 'day', count: 1 }, amount: fen(3500) },
      { length: { unit: 'day', count: 3 }, amount: fen(8500) },
      { length: { unit: 'day', count: 7 }, amount: fen(17_000) },
    ],
    tiling: { rule: 'combine' },
    day: { kind: '24h' },
    weekdayFactors: [{ days: [6, 7], factorBp: 12_000, label: { zh: '周末', en: 'Weekend' } }],
    holidays: [],
    minLength: null,
    maxLength: null,
    graceMinutes: 30,
    late: { perStartedHour: fen(600), countedFrom: 'plannedReturn', cap: { of: 'dayRent', days: 1 } },
    earlyReturn: { rule: 'nothing' },
    deposit: fen(40_000),
    bufferMinutes: 30,
    ...changes,
  }
}

/** A plan of plain tiers in yuan for each length in hours, without factors. */
export function planOfTiers(tiers: Record<number, number>, changes: Partial<PricePlan> = {}): PricePlan {
  return planOfRh3608({
    tiers: Object.entries(tiers).map(([hours, yuan]) => ({ length: { unit: 'hour', count: Number(hours) }, amount: fen(yuan * 100) })),
    weekdayFactors: [],
    deposit: fen(0),
    ...changes,
  })
}

/** An instant of the shop in Shanghai: `at('2026-11-27T18:00')`. */
export function at(wallTime: string): number {
  return Date.parse(`${wallTime}${wallTime.length === 16 ? ':00' : ''}+08:00`)
}
