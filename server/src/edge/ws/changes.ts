import { type Class, classIndex, maySee } from '@bobber/protocol'
import { atMost, type Batch } from '../../log/store.ts'
import { conversationView, entryJson, markView, mayKnow } from './views.ts'

/** What of a stretch of the log a viewer is told. */
export type Told = Pick<Batch, 'entries' | 'marks' | 'conversations'>

/**
 * What a class may know of a live batch: entries for it, and of marks and conversations the changes that it sees. A private note moves its
 * author's mark, and the customer hears nothing of it, not even a mark that says what he knew already (log.md L8).
 */
export function toldTo(viewer: Class, { from, entries, marks, conversations }: Batch): Told {
  const index = classIndex[viewer]
  return {
    entries: entries.filter((entry) => maySee(entry.audience, viewer)),
    marks: marks.filter((mark) => (mark.shown[index] ?? -1) >= from && mayKnow(viewer, mark.class)),
    conversations: viewer === 'staff' ? conversations : conversations.filter((row) => row.shown >= from),
  }
}

export function isNothing({ entries, marks, conversations }: Told): boolean {
  return entries.length === 0 && marks.length === 0 && conversations.length === 0
}

/**
 * The same as texts of `changes` frames, each no larger than a slow link swallows at once. `resume` stands in the last one: that is where
 * the device's log ends with them. `more`: and it goes on after it.
 */
export function changesFrames(
  told: Told,
  viewer: Class,
  alias: (personId: string) => string,
  { resume, left = [], more = false }: { resume: string; left?: readonly string[]; more?: boolean },
): string[] {
  const entries = told.entries.map((entry) => entryJson(entry, viewer, alias)).filter((text) => text !== null)
  const marks = told.marks.map((mark) => markView(mark, viewer))
  const conversations = told.conversations.map((row) => conversationView(row, viewer))
  const frames: string[] = []
  let part: string[] = []
  let length = 0
  for (const text of entries) {
    if (length > atMost.bytes) {
      frames.push(`{"t":"changes","entries":[${part.join(',')}],"marks":[],"conversations":[]}`)
      part = []
      length = 0
    }
    part.push(text)
    length += text.length
  }
  frames.push(
    `{"t":"changes","entries":[${part.join(',')}],"marks":${JSON.stringify(marks)},"conversations":${JSON.stringify(conversations)}` +
      `${left.length > 0 ? `,"left":${JSON.stringify(left)}` : ''}${more ? ',"more":true' : ''},"resume":"${resume}"}`,
  )
  return frames
}
