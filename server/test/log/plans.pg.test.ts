import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Cursor } from '../../src/log/store.ts'
import { shopLog } from './shop-log.ts'

const conversations = 3_000
const changed = 20

test('L2 S2 S3 S4 what is read grows with what changed and not with the shop, though every plan was made on empty tables', async () => {
  const shop = await shopLog({ pinnedMax: 1 })
  const { log, shopId, pool, pinned } = shop
  const clerk = randomUUID()
  const desk = { shopId, personId: clerk, class: 'staff' as const, desk: true }
  const cursor = (conversationId: string, seq: number): Cursor => ({
    conversationId,
    personId: clerk,
    class: 'staff',
    desk: true,
    receivedSeq: seq,
    readSeq: seq,
  })
  let ids: string[] = []
  let before = 0
  const ana = randomUUID()
  const write = () =>
    log.store.append(
      shopId,
      ids.slice(0, changed).map((id) => shop.text(id, ana, 'hello')),
      false,
    )
  const questions = {
    append: write,
    move: () =>
      log.store.move(
        shopId,
        ids.slice(0, changed).map((id) => cursor(id, 2)),
      ),
    missed: () => log.store.missed(desk, before),
    missedByOne: () => log.store.missed({ ...desk, personId: ana, class: 'customer', desk: false }, before),
    stretch: () => log.store.stretch(shopId, before),
    snapshot: () => log.store.snapshot({ ...desk, personId: ana, class: 'customer', desk: false }, null),
    history: () => log.store.history(desk, ids[0] ?? randomUUID(), 1, 10),
  }
  for (const ask of Object.values(questions)) for (let time = 0; time < 3; time++) await ask()

  const { rows: opened } = await pool.query<{ id: string }>(
    `with made as (select gen_random_uuid() as id, n from generate_series(1, $2) n),
       talk as (insert into conversation (shop_id, conversation_id, kind, opened_at) select $1, id, 'enquiry', 0 from made),
       head as (insert into conversation_head (shop_id, conversation_id, desk) select $1, id, true from made),
       people as (
         insert into participant (shop_id, conversation_id, person_id, class, role)
         select $1, m.id, case when m.n <= $3 and p = 1 then $4 else gen_random_uuid() end, 1, 'customer' from made m, generate_series(1, 2) p
       )
     select id from made order by n`,
    [shopId, conversations, changed, ana],
  )
  ids = opened.map((row) => row.id)
  await write()
  before = (await log.store.incarnations(shopId)).position
  await write()

  /**
   * Rows that were fetched by the indexes so far. Live ones: how many old versions stand before them is a matter of what else the server
   * does, in other databases, too. A backend tells what it counted when it is told to.
   */
  const read = async () => {
    await pinned.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query<{ count: number }>(
      `select sum(idx_tup_fetch)::int as count from pg_stat_user_indexes
       where relname in ('conversation_head', 'conversation', 'participant', 'entry')`,
    )
    return rows[0]?.count ?? 0
  }
  await Promise.all(Array.from({ length: 12 }, () => pool.query('select pg_stat_force_next_flush(), pg_sleep(0.05)')))
  const took: Record<string, number> = {}
  for (const [name, ask] of Object.entries(questions)) {
    const known = await read()
    await ask()
    took[name] = (await read()) - known
  }
  for (const [name, rows] of Object.entries(took)) expect([name, rows > 0, rows < changed * 30]).toEqual([name, true, true])
  await shop.close()
})
