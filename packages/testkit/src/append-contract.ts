import { classIndex } from '@bobber/protocol'
import { expect, test } from 'vitest'
import {
  message,
  note,
  append,
  move,
  head,
  viewer,
  entryOf,
  byNumber,
  hex,
  markName,
  at,
  type Person,
  type Scene,
} from './contract-scene.ts'

/** What is written: places, who may, once, numbers (spec/log.md). */
export function appendContract(begin: () => Promise<Scene>): void {
  test('L1 positions of a shop and seqs of a conversation rise by one, without a gap, in commit order', async () => {
    const scene = await begin()
    const before = await head(scene)
    const { batch } = await append(scene, [message(scene, scene.lin), message(scene, scene.ana), message(scene, scene.lin)])
    expect(batch?.entries.map((entry) => entry.position)).toEqual([before + 1, before + 2, before + 3])
    expect(batch?.entries.map((entry) => entry.seq)).toEqual([1, 2, 3])
    expect([batch?.from, batch?.to]).toEqual([before + 1, before + 3])
    expect(await head(scene)).toBe(before + 3)
  })

  test('L1 batches that race give every position once', async () => {
    const scene = await begin()
    const before = await head(scene)
    const racing = Array.from({ length: 8 }, () => append(scene, [message(scene, scene.lin), message(scene, scene.ana)]))
    const entries = (await Promise.all(racing)).flatMap(({ batch }) => batch?.entries ?? [])
    expect(entries.map((entry) => entry.position).toSorted(byNumber)).toEqual(Array.from({ length: 16 }, (_, index) => before + 1 + index))
    expect(entries.map((entry) => entry.seq).toSorted(byNumber)).toEqual(Array.from({ length: 16 }, (_, index) => 1 + index))
  })

  test('L2 a stranger at index 1 and in the middle of a batch is refused; his neighbours are written, without a gap', async () => {
    const scene = await begin()
    const { lin, ana, stranger } = scene
    const authors = [lin, stranger, ana, lin, stranger, ana, lin]
    const { results, batch } = await append(
      scene,
      authors.map((author) => message(scene, author)),
    )
    expect(results.map((result) => (result.ok ? result.entry.seq : result.code))).toEqual([
      1,
      'notParticipant',
      2,
      3,
      'notParticipant',
      4,
      5,
    ])
    expect(batch?.entries.some((entry) => entry.authorId === stranger.personId)).toBe(false)
  })

  test('L2 a message to a conversation that does not exist is refused as if it were somebody else’s', async () => {
    const scene = await begin()
    const { results, batch } = await append(scene, [{ ...message(scene, scene.ana), conversationId: scene.newId() }])
    expect(results).toEqual([{ ok: false, code: 'notParticipant' }])
    expect(batch).toBeNull()
  })

  test('L2 a move tells the new mark at a position of its own, and moves of strangers tell nothing', async () => {
    const scene = await begin()
    await append(scene, [message(scene, scene.ana)])
    const before = await head(scene)
    const moved = await move(scene, [scene.lin, 1, 1], [scene.stranger, 1, 1], [scene.bo, 1, 0])
    expect(moved?.marks.map(({ personId, receivedSeq, readSeq, position }) => ({ personId, receivedSeq, readSeq, position }))).toEqual([
      { personId: scene.lin.personId, receivedSeq: 1, readSeq: 1, position: before + 1 },
      { personId: scene.bo.personId, receivedSeq: 1, readSeq: 0, position: before + 2 },
    ])
  })

  test('L2 a cursor that would not move changes nothing, and none moves back or beyond what its person may see', async () => {
    const scene = await begin()
    await append(scene, [message(scene, scene.ana), message(scene, scene.ana), note(scene, scene.ana)])
    await move(scene, [scene.lin, 2, 2])
    const before = await head(scene)
    expect(await move(scene, [scene.lin, 1, 1])).toBeNull()
    expect(await head(scene)).toBe(before)
    const beyond = await move(scene, [scene.lin, 3, 3])
    expect(beyond).toBeNull()
  })

  test('L4 the same clientId again is the first answer, once in the log, also among neighbours and looked up first', async () => {
    const scene = await begin()
    const { lin, ana, stranger } = scene
    const sent = message(scene, lin)
    const first = entryOf((await append(scene, [sent])).results[0])
    for (const lookFirst of [false, true]) {
      const again = { ...sent, entryId: scene.newId(), at: at + 60_000 }
      const batch = [message(scene, ana), message(scene, stranger), again, message(scene, stranger), message(scene, lin)]
      const { results } = await append(scene, batch, lookFirst)
      expect(results[2]).toMatchObject({ ok: true, repeated: true, entry: { entryId: first.entryId, seq: first.seq, at: first.at } })
      expect(results.map((result) => result.ok)).toEqual([true, false, true, false, true])
    }
    const all = await scene.store.history(viewer(scene, lin), scene.talk, 1, 100)
    expect(all?.filter((entry) => entry.clientId === sent.clientId)).toHaveLength(1)
  })

  test('L4 the same clientId with other words, or from somebody else, is refused', async () => {
    const scene = await begin()
    const sent = message(scene, scene.lin)
    await append(scene, [sent])
    const other = { ...sent, entryId: scene.newId(), content: '{"text":"something else"}' }
    expect((await append(scene, [other], true)).results).toEqual([{ ok: false, code: 'clientIdConflict' }])
    const stolen = { ...message(scene, scene.ana), clientId: sent.clientId, content: sent.content }
    expect((await append(scene, [stolen], true)).results).toEqual([{ ok: false, code: 'clientIdConflict' }])
    // Whoever takes no part is not even told that the id is taken.
    const guessed = { ...message(scene, scene.stranger), clientId: sent.clientId, content: sent.content }
    expect((await append(scene, [guessed], true)).results).toEqual([{ ok: false, code: 'notParticipant' }])
  })

  test('L4 a repeat gets the first answer though its author has left since; what he had not sent is refused', async () => {
    const scene = await begin()
    const sent = message(scene, scene.lin)
    const first = entryOf((await append(scene, [sent])).results[0])
    await scene.setting.leave(scene.talk, scene.lin.personId)
    const again = { ...sent, entryId: scene.newId() }
    const { results, batch } = await append(scene, [message(scene, scene.ana), again, message(scene, scene.lin)], true)
    expect(results[1]).toMatchObject({ ok: true, repeated: true, entry: { entryId: first.entryId, seq: first.seq } })
    expect(results[2]).toEqual({ ok: false, code: 'notParticipant' })
    expect(batch?.entries).toHaveLength(1)
  })

  test('L4 a message for nobody is looked up and never written', async () => {
    const scene = await begin()
    const sent = message(scene, scene.lin)
    await append(scene, [sent])
    const { results, batch } = await append(
      scene,
      [
        { ...sent, audience: 0 },
        { ...message(scene, scene.lin), audience: 0 },
      ],
      true,
    )
    expect(results).toMatchObject([
      { ok: true, repeated: true, entry: { seq: 1 } },
      { ok: false, code: 'notParticipant' },
    ])
    expect(batch).toBeNull()
  })

  test('L9 each entry carries the running numbers that unread is derived from', async () => {
    const scene = await begin()
    const { lin, ana } = scene
    const { batch } = await append(scene, [message(scene, ana), note(scene, ana), message(scene, lin), message(scene, ana)])
    expect(batch?.entries.map((entry) => entry.counts[classIndex.customer])).toEqual([1, 1, 2, 3])
    expect(batch?.entries.map((entry) => entry.counts[classIndex.staff])).toEqual([1, 2, 3, 4])
    expect(batch?.entries.map((entry) => entry.own)).toEqual([1, 2, 1, 3])
    await move(scene, [lin, 3, 3])
    const mark = (await scene.store.missed(viewer(scene, lin), 0)).marks.find((one) => one.personId === lin.personId)
    expect(mark).toMatchObject({ readSeq: 3, readCount: 2, readOwn: 1, ownCount: 1 })
  })

  test('L9 the cursor jumps over the own message only when nothing countable of others lies between', async () => {
    const scene = await begin()
    const { lin, ana } = scene
    const jumps = async (author: Person, readSeq = 0) => entryOf((await append(scene, [message(scene, author, readSeq)])).results[0]).jumped
    expect(await jumps(ana)).toBe(true)
    expect(await jumps(lin)).toBe(false)
    expect(await jumps(lin, 1)).toBe(true)
    expect(await jumps(ana)).toBe(false)
  })

  test('L9 whoever joins starts at the head', async () => {
    const scene = await begin()
    const { setting, lin, ana, stranger } = scene
    await append(scene, [message(scene, lin), message(scene, ana)])
    await setting.join(scene.talk, stranger.personId, 'customer')
    const mark = (await scene.store.missed(viewer(scene, stranger), 0)).marks.find((one) => one.personId === stranger.personId)
    expect(mark).toMatchObject({ readSeq: 2, readCount: 2, readOwn: 0, removed: false })
  })

  test('L9 a batch tells the author’s mark to those whom his entry alone can’t tell: whoever takes part by writing', async () => {
    const scene = await begin()
    const first = await append(scene, [message(scene, scene.ana)])
    expect(first.batch?.marks.map(markName)).toEqual([`${scene.ana.personId} read 1`])
    const plain = await append(scene, [message(scene, scene.ana, 1)])
    expect(plain.batch?.marks).toEqual([])
  })

  test('L6 each entry carries its chain: its hash follows from the one before, which is zero at the beginning', async () => {
    const scene = await begin()
    const { batch } = await append(scene, [message(scene, scene.lin), message(scene, scene.ana), message(scene, scene.lin)])
    const hashes = batch?.entries.map((entry) => hex(entry.hash)) ?? []
    expect(batch?.entries.map((entry) => hex(entry.prevHash))).toEqual(['0'.repeat(64), ...hashes.slice(0, 2)])
    expect(new Set(hashes).size).toBe(3)
    const read = await scene.store.stretch(scene.setting.shopId, (batch?.from ?? 1) - 1)
    expect(read.entries.map((entry) => hex(entry.hash))).toEqual(hashes)
  })
}
