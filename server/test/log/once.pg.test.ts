import { randomUUID } from 'node:crypto'
import { isRefusal, type Refusal, refuse } from '@bobber/protocol'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetKeys } from '../../src/log/once.ts'
import { type ShopLog, shopLog } from './shop-log.ts'

let shop: ShopLog
let asker: { shopId: string; personId: string }

beforeAll(async () => {
  shop = await shopLog()
  asker = { shopId: shop.shopId, personId: randomUUID() }
  await shop.pool.query('create table thing (shop_id uuid, thing_id int, primary key (shop_id, thing_id))')
})
afterAll(() => shop.close())

test('L4 twenty racing tries under one idempotency key do the work once and get one answer', async () => {
  const key = randomUUID()
  let runs = 0
  const ask = (body: object) =>
    shop.log.once(asker, 'order.place', { key }, body, async (tx) => {
      await sql`insert into thing values (${tx.shopId}, ${runs++})`.execute(tx.db)
      return { answer: runs }
    })
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ a: 1, b: [2] })))
  expect(answers).toEqual(answers.map(() => ({ answer: 1 })))
  expect((await shop.pool.query('select from thing')).rowCount).toBe(1)
  expect(await ask({ b: [2], a: 1 })).toEqual({ answer: 1 })
  expect(await ask({ a: 2, b: [2] })).toEqual({ code: 'conflict' })
  const otherRoute = shop.log.once(asker, 'order.cancel', { key }, { a: 1, b: [2] }, () => Promise.resolve({ answer: 'another' }))
  expect(await otherRoute).toEqual({ code: 'conflict' })
})

test('L4 a refused command may be asked again under its key', async () => {
  const key = randomUUID()
  const ask = (answer: object) => shop.log.once(asker, 'order.place', { key }, {}, () => Promise.resolve(answer))
  expect(isRefusal(await ask(refuse('notEnough')))).toBe(true)
  expect(await ask({ done: true })).toEqual({ done: true })
  expect(await ask({ done: 'not asked' })).toEqual({ done: true })
})

test('L4 what is refused early begins no transaction and keeps no key; what was answered before is answered again', async () => {
  const [first, late] = [randomUUID(), randomUUID()]
  let refusal: Refusal | undefined
  const seen: unknown[] = []
  const ask = (key: string) =>
    shop.log.once(asker, 'order.place', { key }, {}, () => Promise.resolve({ done: true }), {
      question: 'the last one',
      async ask({ db, shopId }) {
        // One transaction has one now.
        const now = async () => (await sql<{ now: string }>`select now()::text as now`.execute(db)).rows[0]?.now
        seen.push({ shopId, begun: (await now()) === (await now()) })
        return refusal
      },
    })
  expect(await ask(first)).toEqual({ done: true })
  refusal = refuse('notEnough')
  expect(await ask(late)).toEqual({ code: 'notEnough' })
  expect(await ask(first)).toEqual({ done: true })
  expect(seen).toEqual(Array.from({ length: 3 }, () => ({ shopId: shop.shopId, begun: false })))
  const { rows } = await shop.pool.query('select key from idempotency_key where key = any($1)', [[first, late]])
  expect(rows).toEqual([{ key: first }])
})

test('L4 a key is kept for ninety days, and then forgotten', async () => {
  const key = randomUUID()
  const ask = (answer: string) => shop.log.once(asker, 'order.place', { key }, {}, () => Promise.resolve({ answer }))
  await ask('first')
  const day = 86_400_000
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: shop.pool }) })
  await forgetKeys(db, Date.now() + 89 * day)
  expect(await ask('second')).toEqual({ answer: 'first' })
  await forgetKeys(db, Date.now() + 91 * day)
  expect(await ask('third')).toEqual({ answer: 'third' })
})
