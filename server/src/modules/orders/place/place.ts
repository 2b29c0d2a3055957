import { collectAtOf, fen, feeSheet, MINUTE, type OrderFact, type PricedWith, replay } from '@bobber/domain'
import { isRefusal, refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Asker, Db, Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { shopRules, type ShopRules, theLocation } from '../../shops/index.ts'
import { hold, tooFew } from '../../stock/index.ts'
import { decideAs, doerOf } from '../actors.ts'
import { write } from '../give.ts'
import { noShowGraceMs } from '../limits.ts'
import { listed } from '../write-state.ts'
import { claimsOf, requestsOf, spanOf } from './claims.ts'
import { customerOf } from './customer.ts'
import { inShopTime } from './free-from-words.ts'
import { nextNumber } from './number.ts'
import { priceLines, type PricedLine } from './price-lines.ts'
import { talkFor } from './talk.ts'

type Placed = { orderId: string; conversationId: string; number: string }

/**
 * Places an order: stock held, fee sheet issued, talk continued, all in one transaction or a refusal and nothing (O3, O13–O15). What is
 * not offered, or too few of it, is refused before that begins, and before anything else.
 */
export const orderPlace: Handler<'order.place'> = async (deps, asker, body, call) => {
  const { shopId } = asker
  const { zone } = await shopRules(deps.db, shopId)
  const vault = await deps.vault.shop(shopId)
  const price = async (db: Db) => {
    const now = await shopRules(db, shopId)
    const lines = await priceLines(db, shopId, now, body.lines, () => deps.newId())
    return isRefusal(lines) ? lines : { lines, rules: now }
  }
  const placed = await deps.log.once(asker, 'order.place', call, body, (tx) => place(tx, { deps, asker, body, zone, vault, price }), {
    question: `order.place ${JSON.stringify(body.lines)}`,
    async ask(at) {
      const priced = await price(at.db)
      if (isRefusal(priced)) return priced
      return tooFew(
        at,
        priced.lines.map((line) => spanOf(line, at.now)),
      )
    },
  })
  return isRefusal(placed) ? inShopTime(placed, zone, asker.locale) : placed
}

interface Placing {
  deps: Deps
  asker: Asker
  body: Parameters<typeof orderPlace>[2]
  zone: string
  vault: ShopVault
  /** as things stand in this moment, for good inside the order's turn */
  price: (db: Db) => Promise<{ lines: PricedLine[]; rules: ShopRules } | Refusal>
}

/** Orders that a customer holds unpaid at most: a basket holds nothing, and holding everything in turn must not hold it for ever. */
const unpaidAtMost = 5

async function holdsTooMany(tx: Tx, customerId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from "order" where shop_id = ${tx.shopId} and customer_id = ${customerId} and stage in ('toConfirm', 'toPay')
      and state->'settlement' = 'null'::jsonb
    limit ${unpaidAtMost}`.execute(tx.db)
  return rows.length === unpaidAtMost
}

async function place(tx: Tx, { deps, asker, body, zone, vault, price }: Placing): Promise<Placed | Refusal> {
  const customerId = await customerOf(tx, deps, vault, asker, body)
  if (isRefusal(customerId)) return customerId
  if (asker.class === 'customer' && (await holdsTooMany(tx, asker.personId))) return refuse('unpaidOrders', { count: unpaidAtMost })
  const asked = { conversationId: body.conversationId, customerId, openedById: asker.personId, newId: () => deps.newId() }
  const talk = await talkFor(tx, asked)
  if (isRefusal(talk)) return talk

  const orderId = deps.newId()
  const number = await nextNumber(tx, zone)
  // The shop's orders take turns here: what it offers may be another now than when this one came.
  const offered = await price(tx.db)
  if (isRefusal(offered)) return offered
  const { lines: priced, rules } = offered
  const requests = requestsOf(priced, { orderId, orderNumber: number, now: tx.now }, () => deps.newId())
  const refusal = await hold(tx, requests)
  if (refusal) return refusal
  const lines = priced.map(({ fact }) => fact)
  const by = asker.class === 'staff' ? 'counter' : 'online'
  const fees = priced.flatMap((line) => line.fees)
  const facts = decideAs(
    null,
    {
      kind: 'order.place',
      content: {
        orderId,
        number,
        customerId,
        lines,
        claims: claimsOf(requests),
        sheet: feeSheet({ version: 1, purpose: 'offer', lines: fees, paid: fen(0), pricedAt: tx.now }),
        placedById: asker.personId,
        holdUntil: holdUntil(by, collectAtOf({ lines }), rules, tx.now),
        by,
        ...(talk.cites !== undefined && { citesConversationId: talk.cites }),
      },
    },
    doerOf(asker),
    tx.now,
  )
  if (isRefusal(facts)) return facts
  const remark = body.remark?.trim() ? vault.seal(body.remark.trim(), `${tx.shopId}/order/${orderId}/remark`) : null
  const { conversationId } = talk
  await insertOrder(tx, { orderId, conversationId, customerId, placedById: asker.personId, remark }, facts, priced)
  const order = { orderId, conversationId, customerId, placedAt: tx.now, remark, lines: linesOf(priced) }
  await write(tx, order, null, facts, asker.personId)
  return { orderId, conversationId, number }
}

/** Online an unpaid hold ends soon; at the counter it waits for the slot and a while longer for who is late. */
function holdUntil(by: 'online' | 'counter', slot: number | null, { holdMinutes }: ShopRules, now: number): number {
  return by === 'online' ? now + holdMinutes * MINUTE : Math.max(slot ?? now, now) + noShowGraceMs
}

function linesOf(priced: readonly PricedLine[]): PricedWith[] {
  return priced.map(({ fact, plan, variant: { replacementValue } }) => ({
    orderLineId: fact.orderLineId,
    plan,
    replacementValue: replacementValue > 0 ? fen(replacementValue) : null,
  }))
}

interface NewOrder {
  orderId: string
  conversationId: string
  customerId: string
  placedById: string
  remark: Buffer | null
}

async function insertOrder(tx: Tx, row: NewOrder, facts: readonly OrderFact[], priced: readonly PricedLine[]): Promise<void> {
  const order = replay(facts)
  if (!order) throw new Error('an order was placed by no fact')
  const collectAt = collectAtOf(order)
  const now = new Date(tx.now)
  await sql`
    insert into "order" (shop_id, order_id, number, conversation_id, customer_id, placed_by, placed_at, location_id, remark, state, stage,
                         collect_at, changed_at)
    values (${tx.shopId}, ${row.orderId}, ${order.number}, ${row.conversationId}, ${row.customerId}, ${row.placedById}, ${now},
            ${theLocation(tx.shopId)}, ${row.remark}, ${JSON.stringify(order)}::jsonb, ${listed(order).stage}, ${collectAt === null ? null : new Date(collectAt)}, ${now})
  `.execute(tx.db)
  const lines = priced.map(({ fact, plan, variant }, nth) => ({
    order_line_id: fact.orderLineId,
    nth,
    kind: fact.kind,
    variant_id: fact.variantId,
    quantity: fact.quantity,
    plan,
    replacement_value: variant.replacementValue,
  }))
  await sql`
    insert into order_line (shop_id, order_line_id, order_id, nth, kind, variant_id, quantity, plan, replacement_value)
    select ${tx.shopId}, order_line_id, ${row.orderId}, nth, kind, variant_id, quantity, plan, replacement_value
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(
      order_line_id uuid, nth smallint, kind text, variant_id uuid, quantity int, plan jsonb, replacement_value bigint)
  `.execute(tx.db)
}
