import { audienceOf, type Class, classIndex } from '@bobber/protocol'
import type { Appended, LogStore, NewEntry, StoredEntry, Viewer } from '@bobber/server/log/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogSetting } from './log-setting.ts'

interface Person {
  personId: string
  class: Class
  desk: boolean
}

/** One conversation with its customer, two at the desk, and somebody whom none of it concerns. */
interface Scene {
  setting: LogSetting
  store: LogStore
  newId: () => string
  talk: string
  lin: Person
  ana: Person
  bo: Person
  stranger: Person
}

const at = Date.UTC(2026, 10, 27, 1)
const everyone = audienceOf('customer', 'staff', 'rider')
const inside = audienceOf('staff')

/**
 * What every `LogStore` must do (spec/log.md, spec/sync.md). Run by the memory the simulation uses and by PostgreSQL; a batch always holds
 * a stranger's message at index 1 and in the middle, because a check that can't refuse was once a bug of its own.
 */
export function logStoreContract(name: string, makeSetting: () => Promise<{ setting: LogSetting; newId: () => string }>): void {
  describe(`a log store: ${name}`, () => {
    let made: Awaited<ReturnType<typeof makeSetting>>
    beforeAll(async () => {
      made = await makeSetting()
    })
    afterAll(() => made.setting.close())

    async function begin(): Promise<Scene> {
      const { setting, newId } = made
      const person = (of: Class, desk: boolean): Person => ({ personId: newId(), class: of, desk })
      const [lin, ana, bo, stranger] = [person('customer', false), person('staff', true), person('staff', true), person('customer', false)]
      const talk = newId()
      await setting.open({
        conversationId: talk,
        kind: 'enquiry',
        customerId: lin.personId,
        people: [{ personId: lin.personId, class: 'customer' }],
      })
      return { setting, store: setting.store, newId, talk, lin, ana, bo, stranger }
    }

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
      expect(entries.map((entry) => entry.position).toSorted(byNumber)).toEqual(
        Array.from({ length: 16 }, (_, index) => before + 1 + index),
      )
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
    })

    test('L8 a note stays inside: the customer gets neither it nor a hole, and his links step over it', async () => {
      const scene = await begin()
      const { batch } = await append(scene, [message(scene, scene.ana), note(scene, scene.ana), message(scene, scene.ana)])
      const links = (of: Class) => batch?.entries.map((entry) => entry.prev[classIndex[of]])
      expect(links('customer')).toEqual([0, 1, 1])
      expect(links('staff')).toEqual([0, 1, 2])
      const seen = await scene.store.history(viewer(scene, scene.lin), scene.talk, 1, 10)
      expect(seen?.map((entry) => entry.seq)).toEqual([1, 3])
    })

    test('L8 a stranger gets nothing: no entries, no marks, no conversation, no history', async () => {
      const scene = await begin()
      await append(scene, [message(scene, scene.lin), message(scene, scene.ana)])
      const missed = await scene.store.missed(viewer(scene, scene.stranger), 0)
      expect([missed.entries, missed.marks, missed.conversations, missed.mine, missed.joined]).toEqual([[], [], [], [], []])
      const page = await scene.store.snapshot(viewer(scene, scene.stranger), null)
      expect([page.heads, page.entries, page.marks, page.conversations]).toEqual([[], [], [], []])
      expect(await scene.store.history(viewer(scene, scene.stranger), scene.talk, 1, 10)).toBeNull()
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
      const jumps = async (author: Person, readSeq = 0) =>
        entryOf((await append(scene, [message(scene, author, readSeq)])).results[0]).jumped
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

    test('L9 a batch tells the author’s mark to those whom his entry alone can’t tell: a note, and whoever takes part by writing', async () => {
      const scene = await begin()
      const first = await append(scene, [message(scene, scene.ana)])
      expect(first.batch?.marks.map(markName)).toEqual([`${scene.ana.personId} read 1`])
      const noted = await append(scene, [note(scene, scene.ana, 1)])
      expect(noted.batch?.marks.map(markName)).toEqual([`${scene.ana.personId} read 2`])
      const plain = await append(scene, [message(scene, scene.ana, 2)])
      expect(plain.batch?.marks).toEqual([])
    })

    test('S2 the missed is all that came after, entries and newest marks, up to the head of the same moment', async () => {
      const scene = await begin()
      await append(scene, [message(scene, scene.lin)])
      const after = await head(scene)
      for (let nth = 0; nth < 120; nth++) await append(scene, [message(scene, scene.ana), message(scene, scene.stranger)])
      await move(scene, [scene.lin, 50, 40])
      await move(scene, [scene.lin, 60, 41])
      const missed = await scene.store.missed(viewer(scene, scene.lin), after)
      expect(missed.entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 120 }, (_, index) => index + 2))
      expect(missed.marks.filter((mark) => mark.personId === scene.lin.personId).map(markName)).toEqual([`${scene.lin.personId} read 41`])
      expect(missed.to).toBe(await head(scene))
      const nothing = await scene.store.missed(viewer(scene, scene.lin), missed.to)
      expect([nothing.entries, nothing.marks, nothing.conversations]).toEqual([[], [], []])
    })

    test('S2 joining brings the conversation with everybody’s marks, leaving is told and brings nothing more', async () => {
      const scene = await begin()
      const { setting, lin, ana, stranger } = scene
      await append(scene, [message(scene, lin), message(scene, ana)])
      const before = await head(scene)
      await setting.join(scene.talk, stranger.personId, 'customer')
      const joined = await scene.store.missed(viewer(scene, stranger), before)
      expect(joined.joined).toEqual([scene.talk])
      expect(joined.entries.map((entry) => entry.seq)).toEqual([1, 2])
      expect(new Set(joined.marks.map((mark) => mark.personId))).toEqual(new Set([lin.personId, ana.personId, stranger.personId]))
      expect(joined.conversations.map((one) => one.conversationId)).toEqual([scene.talk])
      await setting.leave(scene.talk, stranger.personId)
      await append(scene, [message(scene, ana)])
      const left = await scene.store.missed(viewer(scene, stranger), joined.to)
      expect([left.left, left.mine, left.entries, left.joined]).toEqual([[scene.talk], [], [], []])
      expect((await append(scene, [message(scene, lin), message(scene, stranger)])).results.map((result) => result.ok)).toEqual([
        true,
        false,
      ])
    })

    test('S3 the snapshot is the heads newest first, and a conversation that moves up between two pages is on one of them', async () => {
      const scene = await begin()
      const { setting, lin, ana } = scene
      const talks: string[] = []
      for (let nth = 0; nth < 60; nth++) {
        const conversationId = scene.newId()
        talks.push(conversationId)
        await setting.open({
          conversationId,
          kind: 'enquiry',
          customerId: lin.personId,
          people: [{ personId: lin.personId, class: 'customer' }],
        })
      }
      const first = await scene.store.snapshot(viewer(scene, lin), null)
      expect(first.heads[0]?.conversationId).toBe(talks.at(-1))
      const [oldest = ''] = talks
      expect(first.heads.some((one) => one.conversationId === oldest)).toBe(false)
      await append(scene, [{ ...message(scene, ana), conversationId: oldest }])
      const shown = new Set(first.conversations.map((one) => one.conversationId))
      const marked = new Set(first.marks.map((one) => one.conversationId))
      let next = first.next
      while (next !== null) {
        const page = await scene.store.snapshot(viewer(scene, lin), { position: first.position, ...next })
        expect(page.position).toBe(first.position)
        for (const one of page.conversations) shown.add(one.conversationId)
        for (const one of page.marks) marked.add(one.conversationId)
        next = page.next
      }
      expect(talks.filter((one) => !shown.has(one) || !marked.has(one))).toEqual([])
    })

    test('S3 history is what lies between two seqs, the newest of it when there is too much', async () => {
      const scene = await begin()
      for (let nth = 0; nth < 5; nth++)
        await append(
          scene,
          Array.from({ length: 50 }, () => message(scene, scene.ana)),
        )
      const seqs = async (from: number, to: number) =>
        (await scene.store.history(viewer(scene, scene.lin), scene.talk, from, to))?.map((entry) => entry.seq)
      expect(await seqs(3, 5)).toEqual([3, 4, 5])
      expect(await seqs(1, 250)).toEqual(Array.from({ length: 200 }, (_, index) => index + 51))
      expect(await seqs(251, 300)).toEqual([])
    })

    test('S4 a stretch holds every entry and the newest of every mark, for everybody, up to the head', async () => {
      const scene = await begin()
      const before = await head(scene)
      await append(scene, [message(scene, scene.lin), note(scene, scene.ana)])
      await move(scene, [scene.bo, 2, 1])
      await move(scene, [scene.bo, 2, 2])
      const stretch = await scene.store.stretch(scene.setting.shopId, before)
      expect([stretch.from, stretch.to]).toEqual([before + 1, await head(scene)])
      expect(stretch.entries.map((entry) => entry.seq)).toEqual([1, 2])
      expect(stretch.marks.filter((mark) => mark.personId === scene.bo.personId).map(markName)).toEqual([`${scene.bo.personId} read 2`])
    })

    test('S4 each entry carries its chain: its hash follows from the one before, which is zero at the beginning', async () => {
      const scene = await begin()
      const { batch } = await append(scene, [message(scene, scene.lin), message(scene, scene.ana), message(scene, scene.lin)])
      const hashes = batch?.entries.map((entry) => hex(entry.hash)) ?? []
      expect(batch?.entries.map((entry) => hex(entry.prevHash))).toEqual(['0'.repeat(64), ...hashes.slice(0, 2)])
      expect(new Set(hashes).size).toBe(3)
      const read = await scene.store.stretch(scene.setting.shopId, (batch?.from ?? 1) - 1)
      expect(read.entries.map((entry) => hex(entry.hash))).toEqual(hashes)
    })
  })
}

function message(scene: Scene, author: Person, readSeq = 0): NewEntry {
  return {
    entryId: scene.newId(),
    conversationId: scene.talk,
    authorId: author.personId,
    clientId: scene.newId(),
    kind: 'message.text',
    audience: everyone,
    countable: true,
    at,
    content: `{"text":"${scene.newId()}"}`,
    sender: { class: author.class, desk: author.desk, readSeq },
  }
}

function note(scene: Scene, author: Person, readSeq = 0): NewEntry {
  return { ...message(scene, author, readSeq), audience: inside }
}

function append(scene: Scene, entries: NewEntry[], lookFirst = false) {
  return scene.store.append(scene.setting.shopId, entries, lookFirst)
}

function move(scene: Scene, ...cursors: [person: Person, receivedSeq: number, readSeq: number][]) {
  return scene.store.move(
    scene.setting.shopId,
    cursors.map(([person, receivedSeq, readSeq]) => ({ ...person, conversationId: scene.talk, receivedSeq, readSeq })),
  )
}

async function head(scene: Scene): Promise<number> {
  return (await scene.store.incarnations(scene.setting.shopId)).position
}

function viewer(scene: Scene, { personId, class: seer, desk }: Person): Viewer {
  return { shopId: scene.setting.shopId, personId, class: seer, desk }
}

function entryOf(result: Appended | undefined): StoredEntry {
  if (result?.ok !== true) throw new Error('refused')
  return result.entry
}

const byNumber = (a: number, b: number) => a - b
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const markName = (mark: { personId: string; readSeq: number }) => `${mark.personId} read ${mark.readSeq}`
