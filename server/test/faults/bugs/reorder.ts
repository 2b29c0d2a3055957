// I3: the server tells changes a moment late and together, and two messages of one conversation swap places on the way. Everything that
// follows from the place is left right.
import type { Changes, Entry } from '@bobber/protocol'
import { Session } from '../../../src/edge/ws/session.ts'

const togetherMs = 400
const write = Reflect.get(Session.prototype, 'write')
const waiting = new WeakMap<Session, Changes[]>()

Session.prototype.write = function (text) {
  if (!text.startsWith('{"t":"changes"')) {
    Reflect.apply(write, this, [text])
    return
  }
  const held = waiting.get(this) ?? []
  if (held.length === 0) setTimeout(() => Reflect.apply(write, this, [JSON.stringify(together(held.splice(0)))]), togetherMs)
  held.push(JSON.parse(text) as Changes)
  waiting.set(this, held)
}

function together(frames: readonly Changes[]): Changes {
  const all = <T>(of: (frame: Changes) => readonly T[]) => frames.flatMap(of)
  return {
    ...frames.at(-1),
    t: 'changes',
    entries: swapped(all((frame) => frame.entries)),
    marks: all((frame) => frame.marks),
    conversations: all((frame) => frame.conversations),
    left: all((frame) => frame.left ?? []),
  }
}

function swapped(entries: readonly Entry[]): Entry[] {
  const at = entries.findIndex((entry, index) => index > 0 && isLike(entry, entries[index - 1]))
  const [one, other] = [entries[at - 1], entries[at]]
  if (one === undefined || other === undefined) return [...entries]
  const place = ({ seq, prev, count }: Entry) => ({ seq, prev, count })
  return [...entries.slice(0, at - 1), { ...other, ...place(one) }, { ...one, ...place(other) }, ...entries.slice(at + 1)]
}

function isLike(entry: Entry, before: Entry | undefined): boolean {
  return before?.conversationId === entry.conversationId && before.audience === entry.audience && before.kind === entry.kind
}
