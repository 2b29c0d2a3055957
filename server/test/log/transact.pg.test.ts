import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '../../src/log/index.ts'
import { type Batch, UnknownOutcome } from '../../src/log/store.ts'
import { handOver, join, leave } from '../../src/modules/conversations/participation.ts'
import { type ShopLog, shopLog } from './shop-log.ts'

let shop: ShopLog
const ana = { personId: randomUUID(), class: 1 }
const clerk = { personId: randomUUID(), class: 2 }

beforeAll(async () => {
  shop = await shopLog()
  await shop.pool.query('create table thing (shop_id uuid, thing_id int, entry_id uuid, primary key (shop_id, thing_id))')
})
afterAll(() => shop.close())

const resolved = (conversationId: string) =>
  ({ conversationId, kind: 'conversation.resolved', content: { byId: clerk.personId }, authorId: clerk.personId }) as const
const things = async () => (await shop.pool.query<{ thing_id: number }>('select * from thing order by thing_id')).rows
const entries = async (id: string) =>
  (await shop.pool.query<{ seq: number; kind: string }>('select * from entry where conversation_id = $1 order by seq', [id])).rows

test('L3 fact and row stand both or neither: after a refusal, after a fault, after a commit', async () => {
  const id = await shop.conversation([ana, clerk])
  const work = (number: number, end: () => unknown) =>
    shop.log.transact(shop.shopId, async (tx) => {
      const entryId = tx.append(resolved(id))
      await sql`insert into thing values (${tx.shopId}, ${number}, ${entryId})`.execute(tx.db)
      return end() as null
    })
  expect(await work(1, () => refuse('conflict'))).toEqual({ code: 'conflict' })
  await expect(
    work(2, () => {
      throw new Error('broken')
    }),
  ).rejects.toThrow('broken')
  expect([await things(), await entries(id)]).toEqual([[], []])
  await work(3, () => null)
  const [thing, ...more] = await things()
  const [entry] = await entries(id)
  expect(thing).toMatchObject({ thing_id: 3, entry_id: (entry as { entry_id?: string } | undefined)?.entry_id })
  expect(more).toEqual([])
})

test('L3 a fact of a conversation that doesn’t exist takes its rows with it', async () => {
  const before = await things()
  const lost = shop.log.transact(shop.shopId, async (tx) => {
    await sql`insert into thing values (${tx.shopId}, 9, null)`.execute(tx.db)
    tx.append(resolved(randomUUID()))
    return null
  })
  await expect(lost).rejects.toThrow('a fact of no conversation')
  expect(await things()).toEqual(before)
})

test('L3 what fails after the commit takes nothing back, and is no failure of the command', async () => {
  const faults: unknown[] = []
  const other = await shopLog({ onFault: (fault) => faults.push(fault) })
  const id = await other.conversation([ana])
  const ran: number[] = []
  const answer = await other.log.transact(other.shopId, (tx) => {
    tx.append(resolved(id))
    tx.afterCommit(() => ran.push(1))
    tx.afterCommit(() => {
      throw new Error('nobody listens')
    })
    tx.afterCommit(() => ran.push(2))
    return Promise.resolve('done')
  })
  expect([answer, ran, faults]).toEqual(['done', [1, 2], [new Error('nobody listens')]])
  await other.close()
})

test('L4 a connection lost before the COMMIT did nothing, and the work is done again', async () => {
  const id = await shop.conversation([ana])
  let runs = 0
  const answer = await shop.log.transact(shop.shopId, async (tx) => {
    tx.append(resolved(id))
    if (++runs === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db)
    return 'done'
  })
  expect([answer, runs, (await entries(id)).length]).toEqual(['done', 2, 1])
})

test('S4 a transaction whose answer was lost is seen by everybody online, though nobody can publish it', async () => {
  const id = await shop.conversation([ana])
  const { feed, seen, detach } = await followed()
  const lost = Object.assign(new Error('lost'), { code: 'ECONNRESET' })
  const key = randomUUID()
  const asker = { shopId: shop.shopId, personId: ana.personId }
  const ask = (breaks: boolean) =>
    shop.log.once(asker, 'order.place', { key }, {}, (tx) => {
      tx.append(resolved(id))
      if (breaks) breakAfterCommit(lost)
      return Promise.resolve({ done: true })
    })
  await expect(ask(true)).rejects.toThrow(UnknownOutcome)
  await feed.settled()
  expect(seen).toEqual([1])
  expect(await ask(false)).toEqual({ done: true })
  expect((await entries(id)).length).toBe(1)
  detach()
})

test('L3 nothing of a transaction is published before its commit', async () => {
  const id = await shop.conversation([ana, clerk])
  const { feed, seen, detach } = await followed()
  await shop.log.transact(shop.shopId, async (tx) => {
    tx.append(resolved(id))
    await sql`select 1`.execute(tx.db)
    expect(seen).toEqual([])
    return null
  })
  await feed.settled()
  expect(seen).toEqual([1])
  detach()
})

test('L1 a process frozen in the middle of its work holds no head, one frozen after its last packet has let go of it', async () => {
  const id = await shop.conversation([ana, clerk])
  const headIsFree = async () => {
    await shop.pool.query('begin; set local lock_timeout = 500; select from shop_head for no key update; commit')
    return true
  }
  let thaw: () => void = () => undefined
  const frozen = new Promise<void>((resolve) => {
    thaw = resolve
  })
  const stuck = shop.log.transact(shop.shopId, async (tx) => {
    await sql`insert into thing values (${tx.shopId}, 77, null)`.execute(tx.db)
    tx.append(resolved(id))
    await frozen
    return null
  })
  expect(await headIsFree()).toBe(true)
  const { results } = await shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, 'goes on')], false)
  expect(results[0]).toMatchObject({ ok: true, entry: { seq: 1 } })
  thaw()
  await stuck

  // Its packet is on the way, and it reads no answer any more.
  let deaf: Socket | undefined
  const unheard = shop.log.transact(shop.shopId, (tx) => {
    tx.append(resolved(id))
    onLastPacket((client) => {
      deaf = client.connection.stream
      deaf.pause()
    })
    return Promise.resolve(null)
  })
  for (let waited = 0; (await entries(id)).length < 3 && waited < 5_000; waited += 10) await pause(10)
  expect(await headIsFree()).toBe(true)
  deaf?.resume()
  await unheard
  expect((await entries(id)).map((entry) => entry.kind)).toEqual(['message.text', 'conversation.resolved', 'conversation.resolved'])
})

test('L8 who leaves sees nothing more, who joins sees it all and starts at the head; marks of it have positions', async () => {
  const id = await shop.conversation([ana])
  const ben = { personId: randomUUID(), name: '本' }
  const viewer = { shopId: shop.shopId, personId: ben.personId, class: 'customer' as const, desk: false }
  await shop.log.store.append(
    shop.shopId,
    ['a', 'b'].map((text) => shop.text(id, ana.personId, text)),
    false,
  )
  expect(await shop.log.store.history(viewer, id, 1, 9)).toBeNull()
  await shop.log.transact(shop.shopId, async (tx) => {
    await join(tx, id, ben)
    return null
  })
  const joined = await shop.log.store.missed(viewer, 0)
  expect(joined.entries.map((entry) => entry.kind)).toEqual(['message.text', 'message.text', 'conversation.joined'])
  expect(joined.joined).toEqual([id])
  const mark = joined.marks.find((one) => one.personId === ben.personId)
  // his own joining is read
  expect(mark).toMatchObject({ readSeq: 3, readCount: 2, ownCount: 0, removed: false })
  expect(mark?.joinedPosition).toBe(joined.to)
  await shop.log.transact(shop.shopId, (tx) => {
    leave(tx, id, ben.personId)
    return Promise.resolve(null)
  })
  await shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, 'not for ben')], false)
  const after = await shop.log.store.missed(viewer, joined.to)
  expect([after.entries, after.left, after.mine]).toEqual([[], [id], []])
  expect(await shop.log.store.history(viewer, id, 1, 9)).toBeNull()
})

test('L8 two who let the same person in at once say so once', async () => {
  const id = await shop.conversation([ana])
  const ben = { personId: randomUUID(), name: '本' }
  await Promise.all(
    Array.from({ length: 6 }, () =>
      shop.log.transact(shop.shopId, async (tx) => {
        await join(tx, id, ben)
        return null
      }),
    ),
  )
  expect((await entries(id)).map((entry) => entry.kind)).toEqual(['conversation.joined'])
})

test('L8 a change of participation that comes alone is kept', async () => {
  const id = await shop.conversation([ana])
  await shop.log.transact(shop.shopId, async (tx) => {
    tx.underHead('log_leave', id, ana.personId)
    return Promise.resolve(null)
  })
  const { rows } = await shop.pool.query('select removed from participant where conversation_id = $1', [id])
  expect(rows).toEqual([{ removed: true }])
})

test('L4 what a guest took part in goes on as the person he turned out to be, cursors included', async () => {
  const guest = randomUUID()
  const id = await shop.conversation([{ personId: guest, class: 1 }, clerk])
  await shop.log.store.append(shop.shopId, [shop.text(id, guest, 'mine'), shop.text(id, clerk.personId, 'theirs')], false)
  await shop.log.transact(shop.shopId, (tx) => {
    tx.underHead('log_hand_over', id, guest, ana.personId)
    tx.touch(id, guest)
    tx.touch(id, ana.personId)
    return Promise.resolve(null)
  })
  const viewer = { shopId: shop.shopId, personId: ana.personId, class: 'customer' as const, desk: false }
  const { marks } = await shop.log.store.snapshot(viewer, null)
  const mine = marks.find((mark) => mark.conversationId === id && mark.personId === ana.personId)
  expect(mine).toMatchObject({ readSeq: 1, readCount: 1, readOwn: 1, ownCount: 1 })
  const left = await shop.log.store.missed({ ...viewer, personId: guest }, 0)
  expect([left.mine, left.left, left.entries]).toEqual([[], [id], []])
})

test('L9 a talk that guest and customer both took part in has no message of either unread', async () => {
  const guest = randomUUID()
  const bo = { personId: randomUUID(), class: 1 }
  const id = await shop.conversation([{ personId: guest, class: 1 }, bo])
  const said = [shop.text(id, guest, 'one'), shop.text(id, bo.personId, 'two'), shop.text(id, guest, 'three')]
  await shop.log.store.append(shop.shopId, said, false)
  await shop.log.transact(shop.shopId, (tx) => {
    tx.underHead('log_hand_over', id, guest, bo.personId)
    tx.touch(id, guest)
    tx.touch(id, bo.personId)
    return Promise.resolve(null)
  })
  const { marks } = await shop.log.store.snapshot({ shopId: shop.shopId, personId: bo.personId, class: 'customer', desk: false }, null)
  expect(marks.filter((mark) => mark.conversationId === id)).toMatchObject([
    { personId: bo.personId, readSeq: 3, readCount: 3, readOwn: 3, ownCount: 3 },
  ])
})

test('L2 a burst of joins, leaves, hand-overs and messages never deadlocks and leaves no position out', async () => {
  const id = await shop.conversation([ana, clerk])
  const guests = Array.from({ length: 8 }, () => ({ personId: randomUUID(), name: 'g' }))
  const before = (await shop.log.store.incarnations(shop.shopId)).position
  const deadlocks = async () => {
    // Each backend tells what it counted once it is idle for a second, or when it is told to.
    await Promise.all(Array.from({ length: 12 }, () => shop.pool.query('select pg_stat_force_next_flush(), pg_sleep(0.05)')))
    const { rows } = await shop.pool.query<{ count: number }>(
      'select deadlocks as count from pg_stat_database where datname = current_database()',
    )
    return rows[0]?.count
  }
  const known = await deadlocks()
  const commit = (work: (tx: Tx) => Promise<void> | void) =>
    shop.log.transact(shop.shopId, async (tx) => {
      await work(tx)
      return null
    })
  await Promise.all(
    guests.flatMap((guest, index) => [
      commit((tx) => join(tx, id, guest)),
      // Whoever writes first takes part by it, and refers to the conversation under the head.
      shop.log.store.append(
        shop.shopId,
        [shop.text(id, randomUUID(), `m${index}`, { sender: { class: 'staff', desk: true, readSeq: 0 } })],
        false,
      ),
      shop.log.store.move(shop.shopId, [
        { conversationId: id, personId: clerk.personId, class: 'staff', desk: false, receivedSeq: index, readSeq: index },
      ]),
      commit(async (tx) => {
        await sql`update conversation set assignee_id = ${clerk.personId} where conversation_id = ${id}`.execute(tx.db)
        tx.touchInside(id)
      }),
    ]),
  )
  await Promise.all([
    ...guests.slice(0, 4).map((guest) => commit((tx) => handOver(tx, guest.personId, ana.personId))),
    ...guests.slice(4).map((guest) => commit((tx) => leave(tx, id, guest.personId))),
    ...guests.map((_, index) => shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, `n${index}`)], false)),
  ])
  const { to, entries: found } = await shop.log.store.stretch(shop.shopId, before)
  expect(found).toHaveLength(24)
  expect(new Set(found.map((entry) => entry.position)).size).toBe(24)
  expect(to).toBeGreaterThanOrEqual(before + 40)
  expect(await deadlocks()).toBe(known)
})

/** A desk device that follows the shop, and the seqs it was told. */
async function followed() {
  const feed = shop.log.feed(shop.shopId)
  await feed.start()
  await feed.settled()
  const seen: number[] = []
  const deliver = ({ entries: told }: Batch) => void seen.push(...told.map((entry) => entry.seq))
  const follower = { personId: clerk.personId, desk: true, deliver, restart: () => undefined }
  feed.attach(follower)
  return { feed, seen, detach: () => feed.detach(follower, []) }
}

type Client = pg.PoolClient & { connection: { stream: Socket } }
type Query = (text: unknown, ...more: unknown[]) => unknown

/** Looks at the connection whose last packet, the one with the COMMIT, was just sent. */
function onLastPacket(look: (client: Client) => void, answer = (asked: unknown) => asked): void {
  const proto = pg.Client.prototype as unknown as { query: Query }
  const query = proto.query
  proto.query = function (this: Client, text, ...more) {
    const asked = query.call(this, text, ...more)
    if (typeof text !== 'string' || !text.endsWith('commit')) return asked
    proto.query = query
    look(this)
    return answer(asked)
  }
}

function breakAfterCommit(fault: Error): void {
  onLastPacket(
    () => undefined,
    async (asked) => {
      await asked
      throw fault
    },
  )
}
