import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** An entry whose words were taken away, and who did it. Ids only: the list tells nothing of what was said. */
export interface Erasure {
  shopId: string
  conversationId: string
  seq: number
  entryId: string
  byId: string
}

/**
 * What was taken back, named outside the database (spec/log.md L6): a restored copy has the words again, and this list takes them away
 * again before anybody is listened to.
 */
export interface Erasures {
  /** Durable once resolved; said before the commit, so that no erasure is ever forgotten. Naming one twice does no harm. */
  name(erasure: Erasure): Promise<void>
  all(): Promise<Erasure[]>
}

/** A file with an erasure on each line. A line that a crash cut short was never committed: it is left out, and later ones don't join it. */
export function erasuresFile(path: string): Erasures {
  return {
    async name({ shopId, conversationId, seq, entryId, byId }) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(path, 'a', 0o600)
      try {
        await file.writeFile(`\n${[shopId, conversationId, seq, entryId, byId, '.'].join(' ')}`)
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async all() {
      const text = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ENOENT') return ''
        throw fault
      })
      return text.split('\n').flatMap((line) => {
        const [shopId, conversationId, seq, entryId, byId, end] = line.split(' ')
        if (shopId === undefined || conversationId === undefined || entryId === undefined || byId === undefined || end !== '.') return []
        return [{ shopId, conversationId, seq: Number(seq), entryId, byId }]
      })
    },
  }
}
