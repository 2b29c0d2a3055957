import { isRefusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { keepsMasterKey } from '../key-keeper.ts'
import { theLocation } from '../location.ts'
import type { ShopPorts } from '../ports.ts'

/** Changes what is named, leaves the rest; address and hours are the location's. */
export const shopChange: Handler<'shop.change'> = async (deps, { shopId }, change) => {
  const { name, switches, holdMinutes, address, hours } = change
  await sql`
    with placed as (
      update location set address = coalesce(${address ?? null}, address), hours = coalesce(${hours ?? null}, hours)
      where shop_id = ${shopId} and location_id = ${theLocation(shopId)}
    )
    update shop set
      name = coalesce(${name?.trim() || null}, name), named = named or ${name !== undefined},
      chat = coalesce(${switches?.chat ?? null}, chat), rental = coalesce(${switches?.rental ?? null}, rental),
      sale = coalesce(${switches?.sale ?? null}, sale), hold_minutes = coalesce(${holdMinutes ?? null}, hold_minutes)
    where shop_id = ${shopId}
  `.execute(deps.db)
  return {}
}

export const masterKeyKept: Handler<'masterKey.kept'> = async (deps, { shopId, personId }) => {
  if (!(await keepsMasterKey(deps.db, shopId))) return refuse('forbidden')
  await deps.vault.masterKey.recordKept({ shopId, personId })
  return {}
}

export function sampleAdd(ports: ShopPorts): Handler<'sample.add'> {
  return async (deps, asker) => {
    const products = await ports.addSample(deps, asker)
    if (isRefusal(products)) return products
    await sql`update shop set sample = true where shop_id = ${asker.shopId}`.execute(deps.db)
    return { products }
  }
}

export function sampleRemove(ports: ShopPorts): Handler<'sample.remove'> {
  return async (deps, asker) => {
    const refusal = await ports.removeSample(deps, asker)
    if (refusal) return refusal
    await sql`update shop set sample = false where shop_id = ${asker.shopId}`.execute(deps.db)
    return {}
  }
}

/** Moves a practice shop's clock, forward only: what the log holds must not lie in the future (P16). */
export const clockMove: Handler<'clock.move'> = async (deps, _asker, { to }) => {
  if (!deps.clock.practice) return refuse('practiceOnly')
  const before = deps.clock.now()
  if (to < before) return refuse('malformed', { detail: 'to < now' })
  const ahead = deps.clock.moveTo(to)
  await sql`update shop set clock_ahead_ms = ${ahead} where practice`.execute(deps.db)
  const now = deps.clock.now()
  deps.clockMoved.emit({ now, byMs: to - before })
  return { now }
}
