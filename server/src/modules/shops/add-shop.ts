import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'

/** Makes a shop with its location and an empty log. Answers its id; undefined when the slug is taken. */
export async function addShop(
  deps: Pick<Deps, 'pool' | 'log' | 'clock' | 'newId'>,
  shop: { slug: string; name: string },
): Promise<string | undefined> {
  const client = await deps.pool.connect()
  try {
    await client.query('begin')
    const shopId = deps.newId()
    const now = deps.clock.now()
    const ahead = deps.clock.practice ? now - Date.now() : 0
    const { rowCount } = await client.query(
      `insert into shop (shop_id, slug, name, practice, clock_ahead_ms, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (slug) do nothing`,
      [shopId, shop.slug, shop.name, deps.clock.practice, ahead, new Date(now)],
    )
    if (rowCount === 1) {
      await client.query('insert into location (shop_id, location_id, created_at) values ($1, $2, $3)', [
        shopId,
        deps.newId(),
        new Date(now),
      ])
      await deps.log.begin(client, shopId)
    }
    await client.query('commit')
    return rowCount === 1 ? shopId : undefined
  } catch (fault) {
    await client.query('rollback').catch(() => undefined) // the first fault tells more
    throw fault
  } finally {
    client.release()
  }
}

/** The first shop, made on the first start. Nodes that start together end with the same one: the slug is one shop's. */
export async function firstShop(deps: Pick<Deps, 'db' | 'pool' | 'log' | 'clock' | 'newId'>): Promise<string> {
  const first = async (): Promise<string | undefined> => {
    const { rows } = await sql<{ shop_id: string }>`select shop_id from shop order by created_at, shop_id limit 1`.execute(deps.db)
    return rows[0]?.shop_id
  }
  const known = (await first()) ?? (await addShop(deps, { slug: 'shop', name: '我的店铺' })) ?? (await first())
  if (known === undefined) throw new Error('the first shop was neither there nor made')
  return known
}
