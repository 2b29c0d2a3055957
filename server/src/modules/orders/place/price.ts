import { fen, totalsOf } from '@bobber/domain'
import { isRefusal, refuse } from '@bobber/protocol'
import { orderBodies, type OrderLineBody } from '@bobber/protocol/api/orders'
import { Check } from 'typebox/value'
import type { Handler } from '../../../platform/handler.ts'
import { shopRules } from '../../shops/index.ts'
import { isThere } from '../../stock/index.ts'
import { spanOf } from './claims.ts'
import { priceLines } from './price-lines.ts'

/** What a basket would cost, and whether it could be had: only to be shown, `order.place` decides (O13). */
export const orderPrice: Handler<'order.price'> = async (deps, { shopId }, body) => {
  const lines = linesIn(body.lines)
  if (!lines) return refuse('malformed', { detail: 'lines' })
  const priced = await priceLines(deps.db, shopId, await shopRules(deps.db, shopId), lines, () => deps.newId())
  if (isRefusal(priced)) return priced
  const fees = priced.flatMap((line) => line.fees)
  const { rent, deposit, sale, charges } = totalsOf(fees, 'offer', fen(0))
  const now = deps.clock.now()
  const spans = priced.map((line) => spanOf(line, now))
  const free = await isThere({ db: deps.db, shopId, now }, spans)
  return { lines: fees, rent, deposit, sale, total: charges + deposit, free }
}

function linesIn(text: string): OrderLineBody[] | undefined {
  try {
    const lines: unknown = JSON.parse(text)
    return Check(orderBodies['order.place'].properties.lines, lines) ? lines : undefined
  } catch {
    return undefined
  }
}
