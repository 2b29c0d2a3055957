import { sql } from 'kysely'
import { CannotStart } from '../../platform/cannot-start.ts'
import type { Db, ShopClock } from '../../platform/deps.ts'
import { createShopClock } from './shop-clock.ts'

/**
 * The clock that this folder's shops run by (P16). A practice shop keeps how far its clock is ahead, so that a restart doesn't set it
 * back. Throws CannotStart when CLOCK is given for a real shop, or not given for a practice shop: play and earnest never mix. `beside`: what
 * works beside the server runs by the clock that it finds.
 */
export async function openShopClock(db: Db, wanted: number | null, { beside = false } = {}): Promise<ShopClock> {
  const { rows } = await sql<{ practice: boolean; clock_ahead_ms: number }>`
    select practice, clock_ahead_ms from shop order by created_at, shop_id limit 1
  `.execute(db)
  const shop = rows[0]
  if (!shop) return createShopClock(wanted !== null, wanted === null ? 0 : wanted - Date.now())
  if (wanted !== null && !shop.practice) {
    throw new CannotStart(
      'realShop',
      'CLOCK is set, but this folder holds a real shop.',
      'Leave CLOCK out, or choose another DATA_DIR for practising.',
    )
  }
  if (wanted === null && shop.practice && !beside) {
    throw new CannotStart(
      'practiceShop',
      'This folder holds a practice shop, whose clock can be moved.',
      'Start it with CLOCK=… again, or choose another DATA_DIR for the real shop.',
    )
  }
  return createShopClock(shop.practice, shop.clock_ahead_ms)
}
