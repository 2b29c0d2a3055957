import { maySee } from '@bobber/protocol'
import { checkDeeds } from './check-deeds.ts'
import type { DeviceHistory, History, LogEntry, LogRows, ShownConversation, Violation } from './history.ts'

export type Say = (rule: Violation['rule'], what: string) => void

/** Judges a run by counting and comparing; nothing of the product's arithmetic is used. Empty: it held. */
export function check(history: History): Violation[] {
  const found: Violation[] = []
  const say: Say = (rule, what) => found.push({ rule, what })
  const byConversation = Map.groupBy(history.log.entries, (entry) => entry.conversationId)
  checkLog(history.log, byConversation, say)
  checkDeeds(history, byConversation, say)
  for (const device of history.devices) {
    checkPromises(device, history.log, say)
    for (const what of device.seen) say(what.slice(0, 2) as Violation['rule'], `${device.name}: ${what.slice(3)}`)
    checkDevice(device, history.log, byConversation, say)
  }
  for (const what of history.leaked) say('L8', `an outsider got ${what}`)
  return found
}

function checkLog(log: LogRows, byConversation: Map<string, LogEntry[]>, say: Say): void {
  const positions = log.entries.map((entry) => entry.position).toSorted((a, b) => a - b)
  if (new Set(positions).size !== positions.length) say('L1', 'a position was given twice')
  if ((positions.at(-1) ?? 0) > log.position) say('L1', `an entry stands beyond the head's position ${log.position}`)
  for (const [conversationId, entries] of byConversation) {
    entries.sort((a, b) => a.seq - b.seq)
    entries.forEach((entry, index) => {
      if (entry.seq !== index + 1) say('L1', `${conversationId}: seq ${entry.seq} stands at ${index + 1}`)
      if (entry.position < (entries[index - 1]?.position ?? 0)) say('I3', `${conversationId}/${entry.seq}: seq and position disagree`)
      if (entry.hash !== entry.chained) say('L6', `${conversationId}/${entry.seq}: the chain does not verify`)
    })
  }
  const sent = log.entries.flatMap((entry) => (entry.clientId === null ? [] : [entry.clientId]))
  if (new Set(sent).size !== sent.length) say('I2', 'a message stands twice in the log')
}

/** I1: what was acked is there, where the ack said; and what a device wrote is there in its order, or says why not (S5). */
function checkPromises(device: DeviceHistory, log: LogRows, say: Say): void {
  const byClient = new Map(log.entries.map((entry) => [entry.clientId, entry]))
  for (const ack of device.acks) {
    const entry = byClient.get(ack.clientId)
    if (!entry) say('I1', `${device.name}: acked ${ack.conversationId}/${ack.seq} is not in the log`)
    else if (entry.seq !== ack.seq || entry.hash !== ack.hash || entry.entryId !== ack.entryId)
      say('I1', `${device.name}: acked at ${ack.seq}, stands at ${entry.seq} with another hash or id`)
  }
  const unsent = new Map(device.unsent.map(({ clientId, state }) => [clientId, state]))
  const last = new Map<string, number>()
  for (const { conversationId, clientId } of device.written) {
    const seq = byClient.get(clientId)?.seq
    // Nobody leaves but the guest who became a customer, and he keeps his talk.
    if (seq === undefined && !unsent.has(clientId))
      say('I1', `${device.name}: ${clientId} was stored on the device and never came into the log`)
    else if (seq !== undefined && seq < (last.get(conversationId) ?? 0))
      say('I3', `${device.name}: ${conversationId}/${seq} was written after ${last.get(conversationId)}`)
    else if (seq !== undefined) last.set(conversationId, seq)
  }
  for (const [clientId, state] of unsent) {
    if (byClient.has(clientId)) say('I1', `${device.name}: ${clientId} is ${state} and stands in the log`)
    else say('S5', `${device.name}: ${clientId} is ${state}`)
  }
}

function checkDevice(device: DeviceHistory, log: LogRows, byConversation: Map<string, LogEntry[]>, say: Say): void {
  const mine = new Map(log.participants.filter((row) => row.personId === device.personId).map((row) => [row.conversationId, row]))
  const shown = new Map(device.conversations.map((view) => [view.conversationId, view]))
  for (const conversationId of new Set([...mine.keys(), ...(device.desk ? log.desk : [])])) {
    const view = shown.get(conversationId)
    const where = `${device.name} in ${conversationId.slice(-6)}`
    if (!view) {
      say('I1', `${where}: not shown at all`)
      continue
    }
    shown.delete(conversationId)
    const all = byConversation.get(conversationId) ?? []
    const entries = all.filter((entry) => maySee(entry.audience, device.class))
    const hidden = new Set(all.filter((entry) => !entries.includes(entry)).map(({ entryId }) => entryId))
    const [open, secret] = [
      view.entries.filter((entry) => !hidden.has(entry.entryId)),
      view.entries.filter((entry) => hidden.has(entry.entryId)),
    ]
    for (const { seq } of secret) say('L8', `${where}: shows ${seq}, which is not for a ${device.class}`)
    checkEntries({ ...view, entries: open }, entries, where, say)
    checkCursors(view, entries, log, where, say)
    const readSeq = mine.get(conversationId)?.readSeq ?? 0
    const isMine = ({ authorId }: LogEntry) => authorId !== null && (log.aliases[authorId] ?? authorId) === device.personId
    const unread = entries.filter((entry) => entry.seq > readSeq && entry.countable && !isMine(entry)).length
    if (view.unread !== unread) say('I5', `${where}: shows ${view.unread} unread, counted are ${unread}`)
  }
  for (const view of shown.values())
    if (view.entries.length > 0) say('L8', `${device.name} holds ${view.conversationId}, and takes no part`)
}

function checkEntries(view: ShownConversation, entries: readonly LogEntry[], where: string, say: Say): void {
  const isTwice = (values: readonly string[]) => new Set(values).size !== values.length
  if (isTwice(view.entries.map((entry) => entry.entryId))) say('I2', `${where}: an entry is shown twice`)
  if (isTwice(view.entries.flatMap(({ text }) => text ?? []))) say('I2', `${where}: the same words are shown twice`)
  const from = view.entries[0]?.seq ?? 1
  if (from > (entries[0]?.seq ?? 1) && !view.hasOlder) say('I1', `${where}: begins at ${from} and shows no hole before it`)
  if (view.holes > (view.hasOlder ? 1 : 0)) say('I1', `${where}: a hole is left`)
  const tell = (list: readonly { seq: number; hash: string }[]) => list.map(({ seq, hash }) => `${seq}:${hash.slice(0, 8)}`)
  const [want, got] = [tell(entries.filter(({ seq }) => seq >= from)), tell(view.entries)]
  if (want.join() === got.join()) return
  const [wanted, held] = [entries.filter(({ seq }) => seq >= from), view.entries].map((list) => new Set(list.map(({ hash }) => hash)))
  const missing = wanted?.difference(held ?? new Set()).size ?? 0
  const foreign = held?.difference(wanted ?? new Set()).size ?? 0
  say(missing > 0 || foreign > 0 ? 'I1' : 'I3', `${where}: ${missing} missing, ${foreign} foreign of ${want.length}`)
}

function checkCursors(view: ShownConversation, entries: readonly LogEntry[], log: LogRows, where: string, say: Say): void {
  // A cursor on something hidden from this device is told as one on what lies before it (L8).
  const known = (cursor: number | undefined) => entries.findLast(({ seq }) => seq <= (cursor ?? -1))?.seq ?? 0
  for (const row of log.participants.filter((other) => other.conversationId === view.conversationId)) {
    const mark = view.participants.find((one) => one.personId === row.personId)
    const [want, got] = [row, mark].map((one) => one && `${known(one.readSeq)}/${known(one.receivedSeq)}`)
    if (want !== got) say('I4', `${where}: ${row.personId.slice(-6)} read/received ${got}, the log says ${want}`)
  }
}
