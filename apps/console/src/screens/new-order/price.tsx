import { feeSheet, fen, priceRental, saleLine } from '@bobber/domain'
import { type FeeSheet, type FeeSheetLine, isRefusal, type Refusal, worded } from '@bobber/protocol'
import { useAsk } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { usePlace } from '../../data/me.tsx'
import { useSay, useSettings } from '../../data/settings.tsx'
import { type Span, useTimes } from '../../data/times.ts'
import { FeeLines, Total } from '../../parts/small.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import type { BasketLine } from './basket.ts'

export interface Worked {
  sheet: FeeSheet | null
  refusal: Refusal | null
  /** null while it can't be placed */
  total: number | null
}

/** Works the price out while one picks, with the very functions the server decides with. */
export function usePrice(basket: readonly BasketLine[], span: Span): Worked {
  const { shop } = usePlace()
  const lines: FeeSheetLine[] = []
  for (const line of basket) {
    const { variant, quantity } = line
    if (line.kind === 'sale') {
      if (variant.price === null) return { sheet: null, refusal: { code: 'noPrice' }, total: null }
      lines.push(saleLine({ orderLineId: variant.variantId, quantity, unitAmount: fen(variant.price) }))
      continue
    }
    if (!variant.plan) return { sheet: null, refusal: { code: 'noPrice' }, total: null }
    const rent = priceRental({ plan: variant.plan, orderLineId: null, quantity, ...span, zone: shop.zone })
    if (isRefusal(rent)) return { sheet: null, refusal: rent, total: null }
    lines.push(...rent)
  }
  if (lines.length === 0) return { sheet: null, refusal: null, total: null }
  const sheet = feeSheet({ version: 1, purpose: 'offer', lines, paid: fen(0), pricedAt: span.from })
  return { sheet, refusal: null, total: sheet.totals.due }
}

export function Price({ price, basket }: { price: Worked; basket: readonly BasketLine[] }) {
  const say = useSay()
  const { settings } = useSettings()
  if (price.refusal) return <ProblemNote problem={{ kind: 'refused', refusal: worded(price.refusal, settings.locale) }} />
  if (!price.sheet || basket.length === 0) return <p className="quiet">{say('fee.nothing')}</p>
  return (
    <>
      <FeeLines lines={price.sheet.lines} />
      <Total label={say('fee.due')} amount={price.sheet.totals.due} strong />
    </>
  )
}

/** Whether the pieces are free through the whole span, and when they would be. */
export function Free({ line, span }: { line: BasketLine; span: Span }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const asked = useAsk('calendar.get', { variantId: line.variant.variantId, ...span }, { keep: true })
  if (!asked.data || line.kind === 'sale') return null
  const { free, freeFrom } = asked.data
  if (free >= line.quantity) return <span className="quiet">{say('new.free', { n: free })}</span>
  return (
    <b style={{ color: 'var(--mantine-color-error)' }}>
      {say('new.notFree', { n: line.quantity })}
      {freeFrom !== null && ` · ${say('new.freeFrom', { time: times.short(freeFrom, now) })}`}
    </b>
  )
}
