import { audienceOf, type Class, classIndex } from '@bobber/protocol'
import type { Appended, LogStore, NewEntry, SnapshotRows, StoredEntry, StoredMark, Viewer } from '@bobber/server/log/store'
import type { LogSetting } from './log-setting.ts'

export interface Person {
  personId: string
  class: Class
  desk: boolean
}

/** One conversation with its customer, two at the desk, and somebody whom none of it concerns. */
export interface Scene {
  setting: LogSetting
  store: LogStore
  newId: () => string
  talk: string
  lin: Person
  ana: Person
  bo: Person
  stranger: Person
}

export const at = Date.UTC(2026, 10, 27, 1)
const everyone = audienceOf('customer', 'staff', 'rider')
const inside = audienceOf('staff')

export async function makeScene({ setting, newId }: Pick<Scene, 'setting' | 'newId'>): Promise<Scene> {
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

export function message(scene: Scene, author: Person, readSeq = 0): NewEntry {
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

export function note(scene: Scene, author: Person, readSeq = 0): NewEntry {
  return { ...message(scene, author, readSeq), audience: inside }
}

export function append(scene: Scene, entries: NewEntry[], lookFirst = false) {
  return scene.store.append(scene.setting.shopId, entries, lookFirst)
}

export function move(scene: Scene, ...cursors: [person: Person, receivedSeq: number, readSeq: number][]) {
  return scene.store.move(
    scene.setting.shopId,
    cursors.map(([person, receivedSeq, readSeq]) => ({ ...person, conversationId: scene.talk, receivedSeq, readSeq })),
  )
}

export async function head(scene: Scene): Promise<number> {
  return (await scene.store.incarnations(scene.setting.shopId)).position
}

export function viewer(scene: Scene, { personId, class: seer, desk }: Person): Viewer {
  return { shopId: scene.setting.shopId, personId, class: seer, desk }
}

export function entryOf(result: Appended | undefined): StoredEntry {
  if (result?.ok !== true) throw new Error('refused')
  return result.entry
}

/** Conversations of lin's, oldest first. */
export async function openTalks({ setting, newId, lin }: Scene, count: number): Promise<string[]> {
  const talks = Array.from({ length: count }, () => newId())
  for (const conversationId of talks) {
    const people = [{ personId: lin.personId, class: 'customer' as const }]
    await setting.open({ conversationId, kind: 'enquiry', customerId: lin.personId, people })
  }
  return talks
}

export async function pagesFrom(scene: Scene, person: Person, first: SnapshotRows): Promise<SnapshotRows[]> {
  const pages = [first]
  for (let next = first.next; next !== null; next = pages.at(-1)?.next ?? null) {
    pages.push(await scene.store.snapshot(viewer(scene, person), { position: first.position, ...next }))
  }
  return pages
}

/** When a mark last changed in a way that somebody's class may know; -1: it knows nothing of him. */
export function toldTo(mark: StoredMark, person: Person): number {
  return mark.shown[classIndex[person.class]] ?? -1
}

export const byNumber = (a: number, b: number) => a - b
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
export const markName = (mark: { personId: string; readSeq: number }) => `${mark.personId} read ${mark.readSeq}`
