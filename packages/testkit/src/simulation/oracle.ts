import { maySee } from '@bobber/protocol'
import type { ConversationView } from '@bobber/client'
import { type ConversationRow, type EntryRow, partOf } from '../memory-shop.ts'
import type { Device } from './device.ts'
import type { Violation, World } from './world.ts'

/**
 * What must hold once everything has come to rest. Derived from the log's rows and the devices' own journals alone, by counting: none
 * of the product's running numbers, links or cursors' arithmetic is used.
 */
export function judge(world: World): Violation[] {
  const found: Violation[] = []
  const say = (rule: string, what: string) => found.push({ rule, what })
  judgeLog(world, say)
  for (const device of world.devices) {
    judgePromises(world, device, say)
    judgeDevice(world, device, say)
  }
  return found
}

type Say = (rule: string, what: string) => void

function judgeLog(world: World, say: Say): void {
  for (const conversation of world.log.shop.conversations.values()) {
    const seen = new Set<string>()
    for (const entry of conversation.entries) {
      // Facts and messages are unique by their content; what was recalled has none left.
      const text = entry.content === null ? (entry.clientId ?? entry.entryId) : `${entry.kind} ${entry.content}`
      if (seen.has(text)) say('I2', `${nameOf(conversation)}/${entry.seq} repeats ${text}`)
      seen.add(text)
    }
  }
}

/** I1: what was acked is in the log, once; what was stored on a device is there too, or says why not; a device's own order is the log's. */
function judgePromises(world: World, device: Device, say: Say): void {
  for (const ack of device.acks) {
    const conversation = world.log.shop.conversations.get(ack.conversationId)
    if (world.restored && (conversation === undefined || !seesIt(conversation, device))) continue
    const kept = conversation?.entries.filter((entry) => entry.clientId === ack.clientId) ?? []
    if (kept.length !== 1) say('I1', `${device.name}: acked ${ack.conversationId}/${ack.seq} stands ${kept.length} times in the log`)
    else if (!world.restored && kept[0]?.seq !== ack.seq) say('I1', `${device.name}: acked at ${ack.seq}, stands at ${kept[0]?.seq}`)
  }
  const unsent = unsentOn(device)
  for (const { clientId, conversationId } of device.written) {
    if (!device.kept.has(clientId)) continue
    const conversation = world.log.shop.conversations.get(conversationId)
    const stands = conversation?.entries.some((entry) => entry.clientId === clientId) === true
    const why = unsent.get(clientId)
    unsent.delete(clientId)
    if (stands && why !== undefined) say('I1', `${device.name}: ${clientId} is ${why} and stands in the log`)
    // Whoever left may not write any more; nothing else may end a message.
    else if (!stands && why !== undefined && why !== 'failed: notParticipant') say('I1', `${device.name}: ${clientId} is ${why}`)
    else if (!stands && why === undefined && (!world.restored || (conversation !== undefined && seesIt(conversation, device))))
      say('I1', `${device.name}: ${clientId} was stored and is forgotten`)
  }
  for (const clientId of unsent.keys()) say('I1', `${device.name}: ${clientId} was never stored, and is shown`)
  if (!world.restored) judgeOwnOrder(world, device, say)
}

function unsentOn(device: Device): Map<string, string> {
  const items = device.client.conversations().flatMap((view) => view.items)
  const unsent = items.flatMap((item) => (item.type === 'unsent' ? [item.unsent] : []))
  return new Map(unsent.map(({ clientId, state, refusal }) => [clientId, refusal === null ? state : `${state}: ${refusal.code}`]))
}

function judgeOwnOrder(world: World, device: Device, say: Say): void {
  const last = new Map<string, number>()
  for (const { clientId, conversationId } of device.written) {
    const seq = world.log.shop.conversations.get(conversationId)?.entries.find((entry) => entry.clientId === clientId)?.seq
    if (seq === undefined) continue
    if (seq < (last.get(conversationId) ?? 0))
      say('I3', `${device.name}: ${conversationId}/${seq} was written after ${last.get(conversationId)}`)
    last.set(conversationId, seq)
  }
}

function judgeDevice(world: World, device: Device, say: Say): void {
  const views = new Map(device.client.conversations().map((view) => [view.conversationId, view]))
  for (const conversation of world.log.shop.conversations.values()) {
    const view = views.get(conversation.row.conversationId)
    views.delete(conversation.row.conversationId)
    const held = view?.mark ?? view?.items.find((item) => item.type === 'entry')
    if (!seesIt(conversation, device)) {
      if (held !== undefined && held !== null) say('L8', `${device.name} holds ${nameOf(conversation)}`)
    } else if (view === undefined) say('I1', `${device.name} misses ${nameOf(conversation)}`)
    else {
      judgeEntries(conversation, device, view, say)
      judgeMarks(conversation, device, view, say)
      const counted = unreadIn(conversation, device)
      if (view.unread !== counted) say('I5', `${device.name}: ${nameOf(conversation)} shows ${view.unread} unread, it is ${counted}`)
    }
  }
  for (const view of views.values()) {
    if (view.items.some((item) => item.type === 'entry')) say('L8', `${device.name} holds ${view.conversationId}, which is not in the log`)
  }
}

function judgeEntries(conversation: ConversationRow, device: Device, view: ConversationView, say: Say): void {
  const where = `${device.name}: ${nameOf(conversation)}`
  const seqs = new Set(visibleIn(conversation, device).map((entry) => entry.seq))
  const held = view.items.flatMap((item) => {
    if (item.type !== 'entry') return []
    const hidden = item.entry.seq <= conversation.entries.length && !seqs.has(item.entry.seq)
    if (hidden) say('L8', `${where}/${item.entry.seq} is hidden from a ${device.person.class} and held`)
    return hidden ? [] : [item.entry]
  })
  const ids = new Set(held.map((entry) => entry.entryId))
  if (ids.size !== held.length) say('I2', `${where} holds an entry twice`)
  for (const item of view.items) {
    const twice = item.type === 'unsent' && held.some((entry) => entry.clientId === item.unsent.clientId)
    if (twice) say('I2', `${where} shows a message as sent and unsent`)
  }
  const from = held[0]?.seq ?? 1
  const visible = visibleIn(conversation, device).filter((entry) => entry.seq >= from)
  const isHole = (index: number) => view.items[index]?.type === 'hole'
  if (view.items.some((_, index) => index > 0 && isHole(index))) say('I1', `${where} has a hole`)
  const [want, got] = [visible.map(tell), held.map(tell)]
  if (want.join(' ') === got.join(' ')) return
  const apart = (lines: string[]) =>
    lines
      .map((line) => line.slice(line.indexOf(':')))
      .toSorted((a, b) => a.localeCompare(b))
      .join(' ')
  say(apart(want) === apart(got) ? 'I3' : 'I1', `${where} holds [${got.join(' ')}] of [${want.join(' ')}]`)
}

const tell = (entry: { seq: number; hash: string | Uint8Array; content: unknown }) => {
  const hash = typeof entry.hash === 'string' ? entry.hash : Buffer.from(entry.hash).toString('hex')
  return `${entry.seq}:${hash.slice(0, 8)}${entry.content === null ? '!' : ''}`
}

function judgeMarks(conversation: ConversationRow, device: Device, view: ConversationView, say: Say): void {
  // A cursor on something hidden from this device is told as one on what lies before it (L8).
  const visible = visibleIn(conversation, device)
  const seqs = visible.map((entry) => entry.seq)
  const known = (cursor: number) => seqs.findLast((seq) => seq <= cursor) ?? 0
  for (const person of conversation.people.values()) {
    const shown = view.participants.find((one) => one.personId === person.personId)
    const where = `${device.name}: ${nameOf(conversation)}, ${person.personId}`
    if (person.removed) {
      if (shown !== undefined) say('I4', `${where} left and is shown`)
      continue
    }
    const [want, got] = [person, shown].map((one) => one && `${known(one.receivedSeq)}/${known(one.readSeq)}`)
    // Somebody of the shop who has only written and read what is hidden from this device is not there for it.
    const isInside = device.person.class !== 'staff' && person.class === 'staff'
    if (isInside && want === '0/0' && !visible.some((entry) => entry.authorId === person.personId)) {
      if (shown !== undefined) say('L8', `${where} has shown nothing of himself, and is there`)
    } else if (want !== got) say('I4', `${where} is at ${want}, shown at ${got}`)
  }
  const mine = conversation.people.get(device.person.personId)
  const newest = visibleIn(conversation, device).at(-1)?.seq ?? 0
  // Whoever takes part tells what he received, without being asked.
  if (mine?.removed === false && mine.receivedSeq < newest)
    say('I4', `${device.name}: ${nameOf(conversation)} received ${mine.receivedSeq} of ${newest}`)
}

function unreadIn(conversation: ConversationRow, device: Device): number {
  const { personId } = device.person
  const readSeq = conversation.people.get(personId)?.readSeq ?? 0
  return visibleIn(conversation, device).filter((entry) => entry.seq > readSeq && entry.countable && entry.authorId !== personId).length
}

function visibleIn(conversation: ConversationRow, device: Device): EntryRow[] {
  return conversation.entries.filter((entry) => maySee(entry.audience, device.person.class))
}

function seesIt(conversation: ConversationRow, { person }: Device): boolean {
  return partOf(conversation, person.personId) !== undefined || (person.desk && conversation.desk)
}

const nameOf = ({ row }: ConversationRow) => `${row.kind} ${row.conversationId.slice(-4)}`
