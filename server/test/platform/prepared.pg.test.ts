import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { askerOf, personNames, selfOf } from '../../src/modules/people/index.ts'
import { readTaking } from '../../src/modules/stock/claims/taking.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { newToken, tokenHash } from '../../src/platform/ids.ts'
import { testServer } from '../http/test-server.ts'

const many = 3_000

test('G32 statements that are planned once per connection read what they name, though they were planned on empty tables', async () => {
  const server = await testServer()
  const { shopId } = server
  // One connection, so that what was planned first is what is asked last.
  const { pool, db, close } = await openDatabase<unknown>({ connection: server.deps.config.databaseUrl ?? '', max: 1 })
  const deps = { ...server.deps, db }
  const vault = await server.deps.vault.shop(shopId)
  const [token, personId, variantId] = [newToken(), randomUUID(), randomUUID()]
  const questions = {
    askerOf: () => askerOf(deps, token, 'storefront'),
    selfOf: () => selfOf(db, vault, shopId, personId),
    personNames: () => personNames(db, vault, shopId, [personId]),
    readTaking: () => readTaking({ db, shopId, now: 0 }, [variantId], 0),
  }
  for (const ask of Object.values(questions)) for (let time = 0; time < 8; time++) await ask()

  const now = new Date(server.deps.clock.now())
  const name = vault.seal('甲', `${shopId}/person/${personId}/name`)
  await pool.query(
    `insert into person (shop_id, person_id, class, name, created_at)
     select $1, case when n = 1 then $2 else gen_random_uuid() end, 'customer', $3, $4 from generate_series(1, $5::int) n`,
    [shopId, personId, name, now, many],
  )
  await pool.query(
    `insert into session (shop_id, session_id, token_hash, person_id, surface, device, created_at, last_seen_at, expires_at)
     select p.shop_id, gen_random_uuid(), case when p.person_id = $2 then $3 else uuid_send(gen_random_uuid()) end, p.person_id, 'storefront', 'x', $4::timestamptz, $4::timestamptz, $4::timestamptz + interval '1 day'
     from person p where p.shop_id = $1`,
    [shopId, personId, tokenHash(token), now],
  )
  const read = async () => {
    const { rows } = await pool.query<{ count: number }>(
      `select pg_stat_force_next_flush(), (select sum(seq_tup_read + idx_tup_fetch)::int from pg_stat_user_tables) as count`,
    )
    return rows[0]?.count ?? 0
  }
  expect((await askerOf(deps, token, 'storefront'))?.personId).toBe(personId)
  expect(await selfOf(db, vault, shopId, personId)).toEqual({ name: '甲', guests: [] })
  const took: Record<string, number> = {}
  for (const [asked, ask] of Object.entries(questions)) {
    await read()
    const known = await read()
    await ask()
    await read()
    took[asked] = (await read()) - known
  }
  for (const [asked, rows] of Object.entries(took)) expect([asked, rows < 20]).toEqual([asked, true])
  await close()
  await server.close()
})
