import { classIndex, type Class } from '@bobber/protocol'
import type { StoredEntry } from '@bobber/server/log/store'
import { expect, test } from 'vitest'
import { message, note, append, move, head, viewer, toldTo, type Person, type Scene } from './contract-scene.ts'

/** Who sees what, and hears of it (spec/log.md L8). */
export function audienceContract(begin: () => Promise<Scene>): void {
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

  test('L8 a note tells the customer nothing by its author’s mark: not live, not by what he missed, not in his snapshot', async () => {
    const scene = await begin()
    const { lin, ana, bo } = scene
    await append(scene, [message(scene, ana), message(scene, lin)])
    await move(scene, [ana, 2, 2])
    const before = await head(scene)
    expect(
      (await append(scene, [note(scene, ana, 2), note(scene, bo)])).batch?.marks.map((mark) => [mark.personId, toldTo(mark, lin)]),
    ).toEqual([[bo.personId, -1]])
    await move(scene, [ana, 4, 4], [bo, 4, 0])
    const marksOf = async (person: Person) => (await scene.store.missed(viewer(scene, person), before)).marks.map((mark) => mark.personId)
    // bo received what lin wrote, and that lin may know; ana moved over notes alone.
    expect(await marksOf(lin)).toEqual([bo.personId])
    expect(new Set(await marksOf(ana))).toEqual(new Set([ana.personId, bo.personId]))
  })

  test('L8 who has written nothing but notes is not there for the customer, and comes with what he writes to him', async () => {
    const scene = await begin()
    const { lin, ana, bo } = scene
    await append(scene, [note(scene, ana), message(scene, bo)])
    const people = async (person: Person) =>
      (await scene.store.snapshot(viewer(scene, person), null)).marks
        .filter((mark) => mark.conversationId === scene.talk)
        .map((mark) => mark.personId)
    expect(new Set(await people(lin))).toEqual(new Set([lin.personId, bo.personId]))
    expect(new Set(await people(bo))).toEqual(new Set([lin.personId, bo.personId, ana.personId]))
    const before = await head(scene)
    const { batch } = await append(scene, [note(scene, ana), message(scene, ana)])
    expect(batch?.marks.map((mark) => [mark.personId, toldTo(mark, lin) > before])).toEqual([[ana.personId, true]])
    expect((await scene.store.missed(viewer(scene, lin), before)).marks.map((mark) => mark.personId)).toEqual([ana.personId])
    expect((await append(scene, [message(scene, ana)])).batch?.marks).toEqual([])
  })

  test('L8 a note that moves its author’s cursor over what the customer wrote tells him that, and no more', async () => {
    const scene = await begin()
    const { lin, ana } = scene
    await append(scene, [message(scene, ana), message(scene, lin)])
    const { batch } = await append(scene, [note(scene, ana, 2)])
    const [mark] = batch?.marks ?? []
    expect([mark?.personId, mark && toldTo(mark, lin), mark?.visible[classIndex.customer]]).toEqual([ana.personId, batch?.to, 2])
  })

  test('L8 that a conversation was put away is told to the shop alone', async () => {
    const scene = await begin()
    const before = await head(scene)
    const { conversations } = await scene.setting.resolve(scene.talk)
    expect(conversations.map((row) => [row.state, row.shown <= before])).toEqual([['resolved', true]])
    const missed = async (person: Person) => (await scene.store.missed(viewer(scene, person), before)).conversations.length
    expect([await missed(scene.ana), await missed(scene.lin)]).toEqual([1, 0])
  })

  test('L8 a rider sees what comes from his joining to his leaving, without a hole before it', async () => {
    const scene = await begin()
    const { setting, store, lin, ana } = scene
    const rider: Person = { personId: scene.newId(), class: 'rider', desk: false }
    await append(scene, [message(scene, lin), message(scene, ana)])
    const before = await head(scene)
    await setting.join(scene.talk, rider.personId, 'rider')
    const page = await store.snapshot(viewer(scene, rider), null)
    expect([page.entries, page.heads.map((one) => one.lastSeq)]).toEqual([[], [0]])
    await append(scene, [note(scene, ana), message(scene, lin), message(scene, ana)])
    const links = (entries: StoredEntry[] | undefined) => entries?.map((entry) => [entry.seq, entry.prev[classIndex.rider]])
    const all = [
      [4, 0],
      [5, 4],
    ]
    expect(links((await store.history(viewer(scene, rider), scene.talk, 1, 10)) ?? undefined)).toEqual(all)
    expect(links((await store.missed(viewer(scene, rider), before)).entries)).toEqual(all)
    expect(links((await store.snapshot(viewer(scene, rider), null)).entries)).toEqual(all)
    await setting.leave(scene.talk, rider.personId)
    expect(await store.history(viewer(scene, rider), scene.talk, 1, 10)).toBeNull()
    await append(scene, [message(scene, lin)])
    await setting.join(scene.talk, rider.personId, 'rider')
    expect(await store.history(viewer(scene, rider), scene.talk, 1, 10)).toEqual([])
  })
}
