import { type Class, maySee } from '@bobber/protocol'
import type { Batch } from '../../log/store.ts'
import { conversationView, entryJson, markView, mayKnow } from './views.ts'

/** Entries in one frame at most: a frame stays far below what a slow link swallows at once. */
const entriesPerFrame = 200

/**
 * A stretch of the log as one viewer's class may see it, as texts of `changes` frames. The last one holds `resume`; none at all when
 * there is nothing to see and nothing to say.
 */
export function changesFrames(
  batch: Pick<Batch, 'entries' | 'marks' | 'conversations'>,
  viewer: Class,
  alias: (personId: string) => string,
  resume: string,
  left: readonly string[] = [],
): string[] {
  const entries = batch.entries.map((entry) => entryJson(entry, viewer, alias)).filter((text) => text !== null)
  const marks = batch.marks.filter((mark) => mayKnow(viewer, mark.class)).map((mark) => markView(mark, viewer))
  const conversations = batch.conversations.map(conversationView)
  const frames: string[] = []
  let start = 0
  for (; entries.length - start > entriesPerFrame; start += entriesPerFrame) {
    const part = entries.slice(start, start + entriesPerFrame)
    frames.push(`{"t":"changes","entries":[${part.join(',')}],"marks":[],"conversations":[]}`)
  }
  frames.push(
    `{"t":"changes","entries":[${entries.slice(start).join(',')}],"marks":${JSON.stringify(marks)}` +
      `,"conversations":${JSON.stringify(conversations)}${left.length > 0 ? `,"left":${JSON.stringify(left)}` : ''}` +
      `,"resume":"${resume}"}`,
  )
  return frames
}

/** True when a class would get an empty frame. */
export function nothingToSee(batch: Batch, viewer: Class): boolean {
  return (
    batch.conversations.length === 0 &&
    !batch.marks.some((mark) => mayKnow(viewer, mark.class)) &&
    !batch.entries.some((entry) => maySee(entry.audience, viewer))
  )
}
