import type { Missed } from '@bobber/server/log/store'
import { expect, test } from 'vitest'
import { message, note, append, move, head, viewer, openTalks, pagesFrom, markName, type Scene } from './contract-scene.ts'

/** What is read, and that it is whole (spec/sync.md). */
export function readingContract(begin: () => Promise<Scene>): void {
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

  test('S2 what doesn’t fit into one answer comes in parts that join, each whole up to its end, marks included', async () => {
    const scene = await begin()
    const { lin, ana, bo, stranger } = scene
    const after = await head(scene)
    const long = () => ({ ...message(scene, ana), content: JSON.stringify({ text: scene.newId() + '长'.repeat(3_000) }) })
    for (let nth = 0; nth < 24; nth++) await append(scene, [long(), message(scene, stranger), note(scene, bo)])
    await move(scene, [lin, 20, 10], [bo, 30, 30])
    await scene.setting.join(scene.talk, stranger.personId, 'customer')
    for (let nth = 0; nth < 12; nth++) await append(scene, [long()])
    const parts: Missed[] = []
    for (let place = after; parts.at(-1)?.to !== parts.at(-1)?.head || parts.length === 0; place = parts.at(-1)?.to ?? 0) {
      parts.push(await scene.store.missed(viewer(scene, lin), place))
      expect(parts.length).toBeLessThan(20)
    }
    expect(parts.length).toBeGreaterThan(4)
    parts.forEach((part, index) => expect(part.from).toBe((parts[index - 1]?.to ?? after) + 1))
    for (const { from, to, entries } of parts) {
      expect(entries.filter((entry) => entry.position < from || entry.position > to)).toEqual([])
      expect(entries.reduce((sum, entry) => sum + (entry.content?.length ?? 0), 0)).toBeLessThan(64 * 1024)
    }
    const all = parts.flatMap((part) => part.entries)
    expect(all.map((entry) => entry.authorId)).toEqual(Array.from({ length: 36 }, () => ana.personId))
    expect(new Set(parts.flatMap((part) => part.marks.map((mark) => mark.personId)))).toEqual(
      new Set([lin, ana, bo, stranger].map((one) => one.personId)),
    )
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
    expect((await append(scene, [message(scene, lin), message(scene, stranger)])).results.map((result) => result.ok)).toEqual([true, false])
  })

  test('S3 the snapshot is the heads newest first, and a conversation that moves up between two pages is on one of them', async () => {
    const scene = await begin()
    const { lin, ana } = scene
    const talks = await openTalks(scene, 60)
    const first = await scene.store.snapshot(viewer(scene, lin), null)
    expect(first.heads.map((one) => one.conversationId)).toEqual(talks.toReversed().slice(0, 50))
    const [oldest = ''] = talks
    await append(scene, [{ ...message(scene, ana), conversationId: oldest }])
    const pages = await pagesFrom(scene, lin, first)
    expect(pages.map((page) => page.position)).toEqual(pages.map(() => first.position))
    const [, second] = pages
    expect(second?.heads.map((one) => one.conversationId)).toEqual([oldest, ...talks.slice(1, 10).toReversed(), scene.talk])
    for (const kind of ['conversations', 'marks'] as const) {
      const shown = new Set(pages.flatMap((page) => page[kind].map((one) => one.conversationId)))
      expect(talks.filter((one) => !shown.has(one))).toEqual([])
    }
  })

  test('S3 a page holds no more than a frame bears: fewer conversations, and fewer entries of each, where they are long', async () => {
    const scene = await begin()
    const { lin, ana } = scene
    const talks = await openTalks(scene, 12)
    for (const conversationId of talks) {
      for (let nth = 0; nth < 3; nth++) {
        await append(scene, [{ ...message(scene, ana), conversationId, content: JSON.stringify({ text: '长'.repeat(3_000) }) }])
      }
    }
    const pages = await pagesFrom(scene, lin, await scene.store.snapshot(viewer(scene, lin), null))
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages) expect(page.entries.length).toBeLessThan(10)
    expect(pages.flatMap((page) => page.heads.map((one) => one.conversationId))).toEqual([...talks.toReversed(), scene.talk])
    // The newest ones, of every conversation.
    for (const page of pages) {
      for (const { conversationId, lastSeq } of page.heads) {
        const seqs = page.entries.filter((entry) => entry.conversationId === conversationId).map((entry) => entry.seq)
        expect(seqs).toEqual(conversationId === scene.talk ? [] : [2, 3])
        expect(seqs.at(-1) ?? 0).toBe(lastSeq)
      }
    }
  })

  test('S3 history is what lies between two seqs, the newest of it when there is more than a frame bears', async () => {
    const scene = await begin()
    for (let nth = 0; nth < 5; nth++) {
      await append(
        scene,
        Array.from({ length: 50 }, () => message(scene, scene.ana)),
      )
    }
    const seqs = async (from: number, to: number) =>
      (await scene.store.history(viewer(scene, scene.lin), scene.talk, from, to))?.map((entry) => entry.seq) ?? []
    expect(await seqs(3, 5)).toEqual([3, 4, 5])
    const newest = await seqs(1, 250)
    expect(newest).toEqual(Array.from({ length: newest.length }, (_, index) => index + 251 - newest.length))
    expect([newest.length > 50, newest.length <= 200]).toEqual([true, true])
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
}
