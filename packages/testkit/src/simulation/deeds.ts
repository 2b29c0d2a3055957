import type { Batch } from '@bobber/server/log/store'
import { partOf } from '../memory-shop.ts'
import { seededRandom } from '../random.ts'
import type { Device } from './device.ts'
import { type World, turn } from './world.ts'

// What people do. `a` and `b` pick who, where and how much, modulo what there is.

/** A module's transaction as a command carries it out; null: it was refused. */
export type Deed = () => Promise<Batch | null>

export const at = <T>(from: readonly T[], index: number): T | undefined => (from.length === 0 ? undefined : from[index % from.length])

/** Each text is unique, so that a second copy is a second copy. */
export async function send(device: Device, b: number, nth: number): Promise<void> {
  const view = at(
    device.client.conversations().filter((one) => one.mark !== null),
    b,
  )
  if (view === undefined) return
  const privately = device.person.class === 'staff' && b % 5 === 0
  const many = b % 7 === 0 ? 5 : 1
  for (let copy = 0; copy < many; copy++) device.send(view.conversationId, `${device.name} ${nth}.${copy}`, privately)
  await turn()
}

/** Together they are more frames than one, and more bytes than a connection may hold at once (S8): three a sign. */
const long = { copies: 230, signs: 1_700 }

/** Somebody writes them all, and the world goes on until most of them are in the log. */
export async function flood(world: World, device: Device, b: number, nth: number): Promise<void> {
  const view = at(
    device.client.conversations().filter((one) => one.mark !== null),
    b,
  )
  if (view === undefined) return
  for (let copy = 0; copy < long.copies; copy++)
    device.send(view.conversationId, `${device.name} ${nth}.${copy} `.padEnd(long.signs, '水'), false)
  const random = seededRandom(b)
  for (let round = 0; round < 100; round++) {
    for (let time = 0; time < 40; time++) await world.happen(random)
    await world.advance(120)
  }
}

export async function read(device: Device, b: number): Promise<void> {
  const view = at(device.client.conversations(), b)
  if (view === undefined) return
  device.client.read(view.conversationId, b % 3 === 0 ? b % (view.lastSeq + 1) : view.lastSeq)
  await turn()
}

export function older(device: Device, b: number): void {
  const view = at(device.client.conversations(), b)
  if (view !== undefined) void device.client.loadOlder(view.conversationId)
}

export async function retry(device: Device, b: number): Promise<void> {
  const items = device.client.conversations().flatMap((view) => view.items)
  const failed = at(
    items.flatMap((item) => (item.type === 'unsent' && item.unsent.state === 'failed' ? [item.unsent] : [])),
    b,
  )
  if (failed !== undefined) device.retry(failed.clientId)
  await turn()
}

const facts = ['hold.expired', 'claim.released', 'claim.endangered'] as const

/** A fact of an order; each is of another order, so that a second copy is a second copy. */
export function addFact(world: World, device: Device, a: number, b: number, nth: number): Deed {
  const conversationId = at([...world.log.shop.conversations.keys()], b)
  const orderId = `order ${nth}`
  const content = { orderId, claimIds: [], reason: 'expired', orderLineIds: [], by: '' } as const
  const { personId, desk } = device.person
  return async () => {
    const conversation = world.log.shop.conversations.get(conversationId ?? '')
    if (conversationId === undefined || conversation === undefined) return null
    // Nobody does anything in a conversation that he doesn't see.
    const authorId = a % 2 === 0 && desk && (conversation.desk || partOf(conversation, personId) !== undefined) ? personId : null
    return world.log.fact({ conversationId, kind: at(facts, a) ?? 'hold.expired', content, authorId, at: world.clock.now() })
  }
}

export function recall(world: World, b: number): Deed {
  const entry = at([...world.log.shop.conversations.values()], b)?.entries.findLast((one) => one.clientId !== null && one.content !== null)
  return async () => {
    if (entry === undefined) return null
    const { conversationId, seq, entryId, authorId } = entry
    const conversation = world.log.shop.conversations.get(conversationId)
    const there = conversation?.entries[seq - 1]
    if (conversation === undefined || there?.entryId !== entryId || there.content === null) return null
    if (authorId === null || partOf(conversation, authorId) === undefined) return null
    return world.log.recall(conversationId, seq, authorId, world.clock.now())
  }
}

const mostTalks = 6

export function openTalk(world: World, a: number): Deed {
  return async () => {
    const customer = at(world.people.slice(0, 2), a)
    if (customer === undefined || world.log.shop.conversations.size >= mostTalks) return null
    const { personId, class: of } = customer
    const people = [{ personId, class: of }]
    return world.log.open({ conversationId: world.newId(), kind: 'enquiry', customerId: personId, people })
  }
}

/** The desk sees enquiries anyhow; people of the team talk come and go, and one customer joins the other's order. */
export function comeOrGo(world: World, which: 'join' | 'leave', a: number, b: number): Deed {
  const talks = [...world.log.shop.conversations.values()].filter((one) => !one.desk || one.row.kind === 'order')
  const row = at(talks, b)?.row
  const person = row?.kind === 'order' ? world.people[1] : at(world.people.slice(2, 4), a)
  return async () => {
    const talk = world.log.shop.conversations.get(row?.conversationId ?? '')
    if (talk === undefined || person === undefined) return null
    const takesPart = talk.people.get(person.personId)?.removed === false
    if (takesPart === (which === 'join')) return null
    const { conversationId } = talk.row
    if (which === 'leave') return world.log.leave(conversationId, person.personId)
    return world.log.join(conversationId, person.personId, person.class)
  }
}

/** The conversations at the beginning: one talk per customer, an order both may see, and the team's own. */
export async function furnish(world: World): Promise<void> {
  const [lin, wei, ana, bo] = world.people
  if (!lin || !wei || !ana || !bo) return
  for (const customer of [0, 1]) await openTalk(world, customer)()
  for (const [kind, customer, people] of [
    ['order', lin, [lin]],
    ['team', null, [ana, bo]],
  ] as const) {
    await world.log.open({
      conversationId: world.newId(),
      kind,
      customerId: customer?.personId ?? null,
      people: people.map((person) => ({ personId: person.personId, class: person.class })),
    })
  }
}
