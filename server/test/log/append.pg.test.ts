import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf, hashOf, headerOf, noHash } from '../../src/log/chain.ts'
import { type ShopLog, shopLog } from './shop-log.ts'

let shop: ShopLog
const ana = { personId: randomUUID(), class: 1 }
const clerk = { personId: randomUUID(), class: 2 }

beforeAll(async () => {
  shop = await shopLog()
})
afterAll(() => shop.close())

test('L1 racing writers leave no gap, neither in positions nor in seqs', async () => {
  const conversations = await Promise.all([1, 2, 3].map(() => shop.conversation([ana, clerk])))
  const writes = Array.from({ length: 60 }, (_, index) => {
    const id = conversations[index % 3] ?? ''
    return index % 2 === 0
      ? shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, `a${index}`)], false)
      : shop.log.transact(shop.shopId, async (tx) => {
          tx.append({ conversationId: id, kind: 'conversation.resolved', content: { byId: clerk.personId }, authorId: clerk.personId })
          return Promise.resolve(null)
        })
  })
  await Promise.all(writes)
  const { rows } = await shop.pool.query<{ position: number; conversation_id: string; seq: number }>(
    'select position, conversation_id, seq from entry where shop_id = $1 order by position',
    [shop.shopId],
  )
  expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
  for (const id of conversations) {
    const seqs = rows.filter((row) => row.conversation_id === id).map((row) => row.seq)
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  }
})

test('L4 a repeated clientId gets the first answer, other content or another author is refused', async () => {
  const id = await shop.conversation([ana, clerk])
  const first = shop.text(id, ana.personId, 'hello')
  const [once] = (await shop.log.store.append(shop.shopId, [first], false)).results
  const again = { ...first, entryId: randomUUID(), at: first.at + 5 }
  const { results, batch } = await shop.log.store.append(
    shop.shopId,
    [again, { ...again, content: '{"text":"other"}' }, { ...again, authorId: clerk.personId }],
    true,
  )
  expect(batch).toBeNull()
  expect(results[0]).toMatchObject({ ok: true, repeated: true })
  if (!once?.ok || !results[0]?.ok) throw new Error('refused')
  expect([results[0].entry.seq, results[0].entry.entryId, results[0].entry.hash]).toEqual([
    once.entry.seq,
    once.entry.entryId,
    once.entry.hash,
  ])
  expect(results.slice(1)).toEqual([
    { ok: false, code: 'clientIdConflict' },
    { ok: false, code: 'clientIdConflict' },
  ])
  // without looking first, the unique index tells
  expect((await shop.log.store.append(shop.shopId, [again], false)).results[0]).toMatchObject({ ok: true, repeated: true })
})

test('L10 strangers at index 1 and in the middle are refused and their neighbours are not', async () => {
  const id = await shop.conversation([ana, clerk])
  const stranger = randomUUID()
  const authors = [ana.personId, stranger, ana.personId, clerk.personId, stranger, ana.personId]
  const { results } = await shop.log.store.append(
    shop.shopId,
    authors.map((author, index) => shop.text(id, author, `m${index}`)),
    false,
  )
  expect(results.map((result) => (result.ok ? result.entry.seq : result.code))).toEqual([1, 'notParticipant', 2, 3, 'notParticipant', 4])
})

test('L6 the chain verifies with the rows alone, within a batch and across batches', async () => {
  const id = await shop.conversation([ana, clerk])
  const entries = ['a', 'b', 'c', 'd'].map((text) => shop.text(id, ana.personId, text))
  await shop.log.store.append(shop.shopId, entries.slice(0, 3), false)
  await shop.log.store.append(shop.shopId, entries.slice(3), false)
  const { rows } = await shop.pool.query<{ seq: number; hash: Buffer; salt: Buffer }>(
    'select seq, hash, salt from entry where shop_id = $1 and conversation_id = $2 order by seq',
    [shop.shopId, id],
  )
  let previous = noHash
  rows.forEach((row, index) => {
    const entry = entries[index]
    if (!entry) throw new Error('too many rows')
    const hash = hashOf(previous, row.seq, headerOf(entry, digestOf(row.salt, entry.content)))
    expect(row.hash).toEqual(hash)
    previous = hash
  })
  expect(rows).toHaveLength(4)
})

test('L9 unread counts what others said since my cursor, and my own message jumps only over what I read', async () => {
  const id = await shop.conversation([ana, clerk])
  const viewer = { shopId: shop.shopId, personId: ana.personId, class: 'customer' as const, desk: false }
  const unread = async () => {
    const { heads, marks } = await shop.log.store.snapshot(viewer, null)
    const head = heads.find((row) => row.conversationId === id)
    const mine = marks.find((mark) => mark.conversationId === id && mark.personId === ana.personId)
    return (head?.count ?? 0) - (mine?.readCount ?? 0) - ((mine?.ownCount ?? 0) - (mine?.readOwn ?? 0))
  }
  const say = async (author: string, readSeq = 0) => {
    const { results } = await shop.log.store.append(
      shop.shopId,
      [shop.text(id, author, 'x', { sender: { class: 'customer', desk: false, readSeq } })],
      false,
    )
    return results[0]?.ok === true && results[0].entry.jumped
  }
  expect(await say(ana.personId)).toBe(true)
  expect(await unread()).toBe(0)
  await say(clerk.personId)
  expect(await unread()).toBe(1)
  expect(await say(ana.personId, 1)).toBe(false)
  expect(await unread()).toBe(1)
  expect(await say(ana.personId, 3)).toBe(true)
  expect(await unread()).toBe(0)
  await say(clerk.personId)
  await say(clerk.personId)
  expect(await unread()).toBe(2)
  const cursor = { conversationId: id, personId: ana.personId, class: 'customer' as const, desk: false, receivedSeq: 6, readSeq: 5 }
  await shop.log.store.move(shop.shopId, [cursor])
  expect(await unread()).toBe(1)
  expect(await shop.log.store.move(shop.shopId, [{ ...cursor, readSeq: 2 }])).toBeNull()
  expect(await unread()).toBe(1)
})

test('L7 neither message nor answer stands readable in the tables', async () => {
  const id = await shop.conversation([ana])
  await shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, 'a secret word')], false)
  const { rows } = await shop.pool.query<{ row: string }>('select e::text as row from entry e where conversation_id = $1', [id])
  expect(rows).toHaveLength(1)
  expect(rows[0]?.row).not.toContain('secret')
  expect(rows[0]?.row).not.toContain(Buffer.from('secret').toString('hex'))

  const asker = { shopId: shop.shopId, personId: ana.personId }
  const work = () => Promise.resolve({ answer: 'another secret' })
  expect(await shop.log.once(asker, 'order.place', { key: randomUUID() }, { note: 'a secret body' }, work)).toEqual(await work())
  const { rows: keys } = await shop.pool.query<{ row: string; answer: Buffer }>('select k::text as row, k.answer from idempotency_key k')
  expect(keys).toHaveLength(1)
  expect(keys[0]?.answer.length).toBeGreaterThan(20)
  expect(keys[0]?.row).not.toContain('secret')
  expect(keys[0]?.row).not.toContain(Buffer.from('secret').toString('hex'))
})

test('S2 whoever missed more than 10,000 entries of his is told so, and gets none of them', async () => {
  const [id, other] = [await shop.conversation([ana, clerk]), await shop.conversation([clerk])]
  const { position } = await shop.log.store.incarnations(shop.shopId)
  await shop.log.store.append(shop.shopId, [shop.text(id, ana.personId, 'one'), shop.text(other, clerk.personId, 'one')], false)
  const more = async (conversationId: string, from: number, to: number) => {
    await shop.pool.query(
      `with many as (
         insert into entry (shop_id, conversation_id, seq, position, entry_id, client_id, author_id, author_class, kind, audience, countable,
           at, prev, counts, own, jumped, prev_hash, hash, digest)
         select e.shop_id, e.conversation_id, n, h.position + n, gen_random_uuid(), null, e.author_id, e.author_class, e.kind,
           e.audience, e.countable, e.at, e.prev, e.counts, e.own, e.jumped, e.prev_hash, e.hash, e.digest
         from entry e join shop_head h using (shop_id), generate_series($2::int, $3::int) n where e.conversation_id = $1 and e.seq = 1
       ), headed as (
         update conversation_head h set last_seq = $3, last_position = s.position + $3 from shop_head s where h.conversation_id = $1
       )
       update shop_head set position = position + $3`,
      [conversationId, from, to],
    )
  }
  await more(id, 2, 10_000)
  await more(other, 2, 12_000)
  const viewer = { shopId: shop.shopId, personId: ana.personId, class: 'customer' as const, desk: false }
  const some = await shop.log.store.missed(viewer, position)
  expect([some.tooMuch, some.entries.length > 50, some.to < some.head]).toEqual([false, true, true])
  await more(id, 10_001, 10_001)
  const much = await shop.log.store.missed(viewer, position)
  expect([much.tooMuch, much.entries, much.marks, much.mine.length > 0]).toEqual([true, [], [], true])
  const late = await shop.log.store.missed(viewer, some.to)
  expect([late.tooMuch, late.entries[0]?.seq]).toEqual([false, (some.entries.at(-1)?.seq ?? 0) + 1])
})

test('S2 what was missed comes whole, in one snapshot, and nothing of it to a stranger', async () => {
  const id = await shop.conversation([ana, clerk])
  const viewer = { shopId: shop.shopId, personId: ana.personId, class: 'customer' as const, desk: false }
  const { position } = await shop.log.store.incarnations(shop.shopId)
  await shop.log.store.append(
    shop.shopId,
    Array.from({ length: 50 }, (_, index) => shop.text(id, clerk.personId, `m${index}`)),
    false,
  )
  const missed = await shop.log.store.missed(viewer, position)
  expect(missed.entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  expect(missed.to).toBe(position + 50)
  const stranger = await shop.log.store.missed({ ...viewer, personId: randomUUID() }, 0)
  expect([stranger.entries, stranger.marks, stranger.conversations, stranger.mine]).toEqual([[], [], [], []])
  const desk = await shop.log.store.missed({ ...viewer, personId: randomUUID(), class: 'staff', desk: true }, position)
  expect(desk.entries).toHaveLength(50)
})
