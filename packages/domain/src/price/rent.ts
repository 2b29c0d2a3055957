import type { Fen, FeeSheetLine, OpeningDays, PricePlan, PriceTier, RentalLength } from '@bobber/protocol'
import { refuse, type Refusal } from '@bobber/protocol'
import { DAY, HOUR } from '../calendar/zone.ts'
import { fen, timesQuantity } from '../money/fen.ts'
import { billedDays, type BilledDay } from './billed-days.ts'
import { cheapestCover, type Cover } from './cover.ts'
import { msOf } from './plan.ts'

/** `from` and `until` are epoch ms, half open; `zone` is the location's IANA zone. */
export interface RentalAsked {
  readonly plan: PricePlan
  readonly orderLineId: string | null
  readonly quantity: number
  readonly from: number
  readonly until: number
  readonly zone: string
  /** Needed by plans whose days are opening-hours days; null is "open every day". */
  readonly opening?: OpeningDays | null
}

/** No plan needs to say that nobody rents for longer: without a bound, a span of a hundred thousand years would be priced day by day. */
const longest: RentalLength = { unit: 'day', count: 366 }

const everyDay: OpeningDays = { weekdays: [1, 2, 3, 4, 5, 6, 7], closedOn: [] }

/**
 * Prices a rental line: its rent, day by day with the reason of each, then its deposit (PR1–PR8).
 * Refusals: `spanInvalid`, `spanLength` (with the bounds in hours), `noPrice`.
 */
export function priceRental(asked: RentalAsked): FeeSheetLine[] | Refusal {
  const rent = rentLines(asked)
  if (!Array.isArray(rent)) return rent
  const { plan, quantity, orderLineId } = asked
  if (plan.deposit === 0) return rent
  const deposit: FeeSheetLine = {
    kind: 'deposit',
    orderLineId,
    quantity,
    amount: timesQuantity(plan.deposit, quantity),
    reason: { key: 'deposit', values: { unitAmount: plan.deposit } },
    plan: { id: plan.id, version: plan.version },
  }
  return [...rent, deposit]
}

/** The rent alone, as `priceRental` says it. */
export function rentLines(asked: RentalAsked): FeeSheetLine[] | Refusal {
  const { plan, from, zone } = asked
  if (asked.until <= from) return refuse('spanInvalid')
  if (asked.until - from > msOf(plan.maxLength ?? longest)) return refuse('spanLength', bounds(plan))
  const until = Math.max(asked.until, from + (plan.minLength ? msOf(plan.minLength) : 0))
  const days = billedDays(plan, { from, until, zone, opening: asked.opening ?? everyDay })
  // Where days are dates, the length that tiers are held against is the number of billed dates.
  const length = plan.day.kind === '24h' ? until - from : days.length * DAY
  const covers = coversBy(plan, days, length)
  return covers ? linesOf(asked, covers) : refuse('noPrice')
}

function bounds(plan: PricePlan): { min: string; max: string } {
  return { min: hoursOf(plan.minLength), max: hoursOf(plan.maxLength ?? longest) }
}

function hoursOf(length: RentalLength | null): string {
  return length ? `${msOf(length) / HOUR} h` : '1 h'
}

function coversBy(plan: PricePlan, days: readonly BilledDay[], length: number): Cover[] | null {
  const { tiling } = plan
  if (tiling.rule === 'combine') return cheapestCover(plan, days)
  if (tiling.rule === 'oneTier') return oneTier(plan, days, length)
  return roundUp(plan.tiers, tiling.each, length)
}

/** The cheapest tier taken alone, repeated until it covers the length; only the day's own price knows factors. */
function oneTier(plan: PricePlan, days: readonly BilledDay[], length: number): Cover[] | null {
  let least: { amount: number; covers: Cover[] } | null = null
  for (const tier of plan.tiers) {
    const covers =
      msOf(tier.length) === DAY ? cheapestCover({ ...plan, tiers: [tier] }, days) : repeated(tier, Math.ceil(length / msOf(tier.length)))
    const amount = covers?.reduce((sum, cover) => sum + cover.amount, 0) ?? Infinity
    if (covers && (!least || amount < least.amount)) least = { amount, covers }
  }
  return least?.covers ?? null
}

/** The shortest tier that is long enough; past the last one, the last and `each` for every started further length. */
function roundUp(plain: readonly PriceTier[], each: PriceTier | null, length: number): Cover[] | null {
  const tiers = plain.toSorted((a, b) => msOf(a.length) - msOf(b.length))
  const fitting = tiers.find((tier) => msOf(tier.length) >= length)
  if (fitting) return repeated(fitting, 1)
  const last = tiers.at(-1)
  if (!last || !each) return null
  return [...repeated(last, 1), ...repeated(each, Math.ceil((length - msOf(last.length)) / msOf(each.length)))]
}

function repeated(tier: { length: RentalLength; amount: Fen }, times: number): Cover[] {
  return Array.from({ length: times }, () => ({ by: 'package', length: tier.length, amount: tier.amount }))
}

/** Rounding stands in `Cover.amount` already (PR2): from here on there is only whole fen × whole numbers. */
function linesOf({ plan, quantity, orderLineId }: RentalAsked, covers: readonly Cover[]): FeeSheetLine[] {
  return groupsOf(covers).map((group) => ({
    kind: 'rent',
    orderLineId,
    quantity,
    amount: timesQuantity(fen(group.reduce((sum, cover) => sum + cover.amount, 0)), quantity),
    reason: reasonOf(group),
    plan: { id: plan.id, version: plan.version },
  }))
}

function groupsOf(covers: readonly Cover[]): [Cover, ...Cover[]][] {
  const groups: [Cover, ...Cover[]][] = []
  for (const cover of covers) {
    const group = groups.at(-1)
    if (group && belongTogether(group[0], cover)) group.push(cover)
    else groups.push([cover])
  }
  return groups
}

function belongTogether(one: Cover, other: Cover): boolean {
  if (one.by === 'package' && other.by === 'package') {
    return one.amount === other.amount && msOf(one.length) === msOf(other.length)
  }
  if (one.by !== 'day' || other.by !== 'day') return false
  return one.day.factorBp === other.day.factorBp && one.day.holiday?.zh === other.day.holiday?.zh
}

function reasonOf(group: [Cover, ...Cover[]]): FeeSheetLine['reason'] {
  const [first] = group
  const last = group.at(-1) ?? first
  if (first.by === 'package') {
    return { key: 'rentPackage', values: { length: first.length, times: group.length, unitAmount: first.amount } }
  }
  const { weekday, factorBp, holiday } = first.day
  const { unitAmount } = first
  if (first.by === 'hours') {
    return { key: 'rentHours', values: { weekday, hours: first.day.hours, unitAmount, factorBp, holiday } }
  }
  const lastDay = last.by === 'package' ? weekday : last.day.weekday
  return { key: 'rentDays', values: { firstDay: weekday, lastDay, days: group.length, unitAmount, factorBp, holiday } }
}
