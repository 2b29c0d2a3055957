import { useStorefront } from '../storefront.ts'
import { when } from '../words.ts'

interface Line {
  readonly orderLineId: string
  readonly name: string
  readonly quantity: number
  readonly from?: number | null
  readonly until?: number | null
}

/** What was ordered, how many, for when. */
export function OrderLines({ lines }: { lines: readonly Line[] }) {
  const { t, shop, settings } = useStorefront()
  const moment = (instant: number): string => when(instant, 'moment', shop.zone, settings.locale)
  return (
    <ul class="order-lines">
      {lines.map((line) => (
        <li key={line.orderLineId}>
          <span class="order-line-name">{line.name}</span>
          <span class="order-line-count">{t.pieces(line.quantity)}</span>
          {line.from != null && line.until != null && (
            <span class="order-line-span">
              {moment(line.from)} → {moment(line.until)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
