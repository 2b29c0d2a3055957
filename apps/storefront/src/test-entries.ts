import type { TimelineItem } from '@bobber/client/client'
import type { Entry, EntryContents, EntryKind } from '@bobber/protocol'

/** Entries of one conversation for tests: gapless, everything visible, at the instants given. */
export function log(...said: { kind: EntryKind; content: unknown; authorId?: string | null; at?: number }[]): TimelineItem[] {
  return said.map(({ kind, content, authorId = null, at = 0 }, index): TimelineItem => {
    const entry: Entry = {
      conversationId: 'c',
      seq: index + 1,
      prev: index,
      entryId: `e${index + 1}`,
      authorId,
      kind,
      audience: 3,
      at,
      hash: `hash ${index + 1}`,
      count: index + 1,
      own: 0,
      content: content as EntryContents[EntryKind],
    }
    return { type: 'entry', entry, state: null, recalled: false }
  })
}
