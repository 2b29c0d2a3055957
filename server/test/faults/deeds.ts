import { openJournal } from '@bobber/client/platform/journal'

/**
 * What a device asked of the shop beside messages, and what was answered: one line each in a file of its own, on disk before anything else
 * happens. An order is named by the moment it begins at: no two of a run are the same, so a second one is a second one.
 */
export type Deed =
  | { asked: number }
  | { placed: number; orderId: string; conversationId: string }
  | { cancelled: string }
  | { recalled: number; conversationId: string }

export interface Deeds {
  note(deed: Deed): void
}

export function openDeeds(path: string): Deeds {
  const journal = openJournal(path)
  return { note: (deed) => journal.write(deed) }
}
