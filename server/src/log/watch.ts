import type { Clock } from '../platform/clock.ts'
import type { Feed } from './feed.ts'

/** How often a node asks how far its shops' logs are. */
const everyMs = 3_000

export interface LogHead {
  position: number
  /** the newest incarnation */
  incarnationId: string | null
}

interface Watching {
  /** the feeds of this node that somebody follows, by shop */
  followed: () => ReadonlyMap<string, Feed>
  /** how far those shops' logs are, in one question */
  heads: (shopIds: string[]) => Promise<ReadonlyMap<string, LogHead>>
  /** a shop's past was found changed, by whichever node */
  changed: (shopId: string) => void
  clock: Clock
  onFault: (fault: unknown) => void
}

/**
 * Looks every few seconds how far the logs are (spec/sync.md S4). A gap shows by the batch after it; a tail that was lost (its writer died,
 * the bus dropped it) and a past that another node found changed show by nothing else. Answers how to stop.
 */
export function watchHeads({ followed, heads, changed, clock, onFault }: Watching): () => void {
  let stopped = false
  let undo = clock.setTimeout(() => void look(), everyMs)
  async function look(): Promise<void> {
    const feeds = followed()
    try {
      const found = feeds.size === 0 ? new Map<string, LogHead>() : await heads([...feeds.keys()])
      if (stopped) return
      for (const [shopId, head] of found) if (feeds.get(shopId)?.look(head) === true) changed(shopId)
    } catch (fault) {
      onFault(fault)
    }
    if (!stopped) undo = clock.setTimeout(() => void look(), everyMs)
  }
  return () => {
    stopped = true
    undo()
  }
}
