import type { ShopView } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db, Deps } from '../../platform/deps.ts'
import { theLocation } from './location.ts'

interface Row {
  slug: string
  name: string
  zone: string
  address: string
  hours: string
  chat: boolean
  rental: boolean
  sale: boolean
  hold_minutes: number
  practice: boolean
  sample: boolean
}

export async function readShop(deps: Pick<Deps, 'db' | 'clock' | 'sms'>, shopId: string): Promise<ShopView & { holdMinutes: number }> {
  const row = await shopRow(deps.db, shopId)
  return {
    shopId,
    slug: row.slug,
    name: row.name,
    zone: row.zone,
    address: row.address,
    hours: row.hours,
    currency: 'CNY',
    switches: { chat: row.chat, rental: row.rental, sale: row.sale },
    now: deps.clock.now(),
    practice: row.practice,
    sample: row.sample,
    smsInWindow: deps.sms.inWindow,
    holdMinutes: row.hold_minutes,
  }
}

/** What other modules go by: zone of its location, switches, minutes an unpaid online order holds stock. */
export interface ShopRules {
  name: string
  zone: string
  holdMinutes: number
  switches: { chat: boolean; rental: boolean; sale: boolean }
}

export async function shopRules(db: Db, shopId: string): Promise<ShopRules> {
  const row = await shopRow(db, shopId)
  const switches = { chat: row.chat, rental: row.rental, sale: row.sale }
  return { name: row.name, zone: row.zone, holdMinutes: row.hold_minutes, switches }
}

async function shopRow(db: Db, shopId: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select s.slug, s.name, l.zone, l.address, l.hours, s.chat, s.rental, s.sale, s.hold_minutes, s.practice, s.sample
    from shop s join location l on l.shop_id = s.shop_id and l.location_id = ${theLocation(shopId)}
    where s.shop_id = ${shopId}
  `.execute(db)
  if (!rows[0]) throw new Error('no such shop')
  return rows[0]
}
