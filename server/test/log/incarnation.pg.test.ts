import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ManualClock } from '@bobber/testkit/clock'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { identityOfDatabase, judge, lookAtThePast, type Witness, witnessFile } from '../../src/log/incarnation.ts'
import { freshDatabase } from '../database.ts'
import { type ShopLog, shopLog } from './shop-log.ts'

let shop: ShopLog
beforeAll(async () => {
  shop = await shopLog()
})
afterAll(() => shop.close())

test('S1 the past is the same only for the same system and timeline, not behind what was witnessed outside', () => {
  const witness = { system: 'a', timeline: 1, positions: { x: 10 } }
  const now = { system: 'a', timeline: 1, position: 10 }
  expect(judge(witness, now, 'x')).toBe('same')
  expect(judge(witness, { ...now, position: 11 }, 'x')).toBe('same')
  expect(judge(witness, { ...now, position: 9 }, 'x')).toBe('restored')
  expect(judge(witness, { ...now, system: 'b' }, 'x')).toBe('restored')
  expect(judge(witness, { ...now, timeline: 2 }, 'x')).toBe('failedOver')
  expect(judge(witness, now, 'y')).toBe('unwitnessed')
  expect(judge(null, now, 'x')).toBe('unwitnessed')
  const unknown = { system: null, timeline: null, position: 12 }
  expect(judge({ ...unknown, positions: { x: 10 } }, unknown, 'x')).toBe('unwitnessed')
  expect(judge({ ...unknown, positions: { x: 10 } }, now, 'x')).toBe('restored')
})

test('S1 after an ordinary database start the append goes on in the same incarnation; after a restore in another', async () => {
  const ana = { personId: randomUUID(), class: 1 }
  const id = await shop.conversation([ana])
  const say = async (text: string) => {
    const { results } = await shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, text)], false)
    return results[0]?.ok === true ? results[0].entry.seq : results[0]
  }
  const incarnations = async () => (await shop.log.store.incarnations(shop.shopId)).list.length
  const startAnew = () => shop.pool.query(`update shop_head set database_started = 'epoch' where shop_id = $1`, [shop.shopId])
  // Lanes tell the log what was committed; that is what it witnesses.
  expect(await shop.log.lane(shop.shopId).append(shop.text(id, ana.personId, 'one'), 1)).toMatchObject({ ok: true })
  await startAnew()
  expect(await say('two')).toBe(2)
  expect(await incarnations()).toBe(1)

  await shop.log.lane(shop.shopId).append(shop.text(id, ana.personId, 'three, lost by the restore'), 1)
  await shop.pool.query(`delete from entry where shop_id = $1 and seq = 3`, [shop.shopId])
  await shop.pool.query(
    `update conversation_head h set last_seq = 2, last_hash = e.hash, visible = '{2,2,2,0}', counts = '{2,2,2,0}' from entry e
     where e.shop_id = $1 and e.seq = 2 and h.shop_id = e.shop_id and h.conversation_id = e.conversation_id`,
    [shop.shopId],
  )
  await shop.pool.query(`update participant set own_count = 2, read_seq = 2, read_count = 2, read_own = 2 where shop_id = $1`, [
    shop.shopId,
  ])
  await shop.pool.query(`update shop_head set position = position - 1 where shop_id = $1`, [shop.shopId])
  await startAnew()
  expect(await say('another three')).toBe(3)
  const { list } = await shop.log.store.incarnations(shop.shopId)
  expect(list).toHaveLength(2)
  expect(list[1]?.fromPosition).toBe(2)
  expect(await shop.log.transact(shop.shopId, () => Promise.resolve('goes on'))).toBe('goes on')
})

test('S1 a fail-over under a running server begins one incarnation of every shop, and is not held against later starts', async () => {
  const written: Witness[] = []
  const witness = { read: () => Promise.resolve(null), write: (seen: Witness) => Promise.resolve(void written.push(structuredClone(seen))) }
  // Functions of these names are found here first: the timeline is what the table says.
  const fresh = await shopLog({ settings: { search_path: 'elsewhere,pg_catalog,public' }, witness })
  const { pool, log, shopId } = fresh
  await pool.query(`create schema elsewhere; create table elsewhere.checkpoint (timeline_id int);
    create function elsewhere.pg_control_checkpoint() returns setof elsewhere.checkpoint language sql as 'select * from elsewhere.checkpoint';
    insert into elsewhere.checkpoint select timeline_id from pg_catalog.pg_control_checkpoint()`)
  const ana = { personId: randomUUID(), class: 1 }
  const id = await fresh.conversation([ana])
  const other = randomUUID()
  const client = await pool.connect()
  await log.begin(client, other)
  client.release()
  const say = (text: string) => log.lane(shopId).append(fresh.text(id, ana.personId, text), 1)
  const reasons = async (of: string) =>
    (await pool.query<{ reason: string }>('select reason from incarnation where shop_id = $1 order by began_at', [of])).rows.map(
      (row) => row.reason,
    )
  const start = (timeline: number) =>
    pool.query(`with t as (update elsewhere.checkpoint set timeline_id = ${timeline}) update shop_head set database_started = 'epoch'`)

  await say('one')
  await start(77)
  expect(await say('two')).toMatchObject({ ok: true, entry: { seq: 2 } })
  expect([await reasons(shopId), await reasons(other)]).toEqual([
    ['begun', 'failedOver'],
    ['begun', 'failedOver'],
  ])
  await start(77)
  await say('three')
  await log.transact(other, () => Promise.resolve(null))
  expect([await reasons(shopId), await reasons(other)]).toEqual([
    ['begun', 'failedOver'],
    ['begun', 'failedOver'],
  ])
  await fresh.close()
  expect(written.at(-1)?.timeline).toBe(77)
})

test('S1 a change of the past that another node found restarts the followers of this one', async () => {
  const fresh = await shopLog()
  const clock = new ManualClock()
  const node = await fresh.another(clock)
  const feed = node.feed(fresh.shopId)
  await feed.start()
  const restarted = new Promise<void>((resolve) => {
    feed.attach({ personId: randomUUID(), desk: true, deliver: () => undefined, restart: resolve })
  })
  await fresh.pool.query(`insert into incarnation (shop_id, incarnation_id, from_position, reason) values ($1, $2, 0, 'restored')`, [
    fresh.shopId,
    randomUUID(),
  ])
  clock.advance(3_000)
  expect(await Promise.race([restarted, pause(5_000, 'nobody heard')])).toBeUndefined()
  await fresh.close()
})

test('S1 a role that may not ask which database it is works: each database start begins an incarnation', async () => {
  const fresh = await freshDatabase()
  const pool = new pg.Pool({ ...fresh.connection, max: 1 })
  const keeper = new pg.Client({ ...inject('database'), database: fresh.connection.database })
  await keeper.connect()
  try {
    expect((await identityOfDatabase(pool)).system).toMatch(/^\d+$/)
    await keeper.query('revoke execute on function pg_control_system(), pg_control_checkpoint() from public')
    expect(await identityOfDatabase(pool)).toEqual({ system: null, timeline: null })
    const shopId = randomUUID()
    await pool.query(`insert into shop_head (shop_id, database_started) values ($1, 'epoch')`, [shopId])
    const witness = { system: null, timeline: null, positions: { [shopId]: 0 } }
    expect(await lookAtThePast(pool, witness, randomUUID, shopId)).toBe('unwitnessed')
    expect(await lookAtThePast(pool, witness, randomUUID, shopId)).toBe('same')
  } finally {
    await keeper.end()
    await pool.end()
    await fresh.drop()
  }
})

test('S1 a witness that was copied, with its whole folder or over itself, has seen nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bobber-witness-'))
  try {
    const witness = { system: 'a', timeline: 1, positions: { x: 10 } }
    const file = witnessFile(join(folder, 'a.json'))
    expect(await file.read()).toBeNull()
    await file.write(witness)
    expect(await file.read()).toEqual(witness)
    await cp(join(folder, 'a.json'), join(folder, 'b.json'))
    expect(await witnessFile(join(folder, 'b.json')).read()).toBeNull()
    await file.write({ ...witness, positions: { x: 20 } })
    await file.write({ ...witness, positions: { x: 30 } })
    await cp(join(folder, 'b.json'), join(folder, 'a.json'))
    expect(await file.read()).toBeNull()
  } finally {
    await rm(folder, { recursive: true })
  }
})
