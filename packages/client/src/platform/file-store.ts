import { open, readFile, rename } from 'node:fs/promises'
import { type Change, change, type Rows, type Store, under } from '../store/store.ts'

/** Lines that only repeat what later ones say; beyond it the file is written anew at the next start. */
const staleLines = 2_000

/**
 * Rows in an append-only file: one line per batch, on disk (fdatasync) before it resolves; batches that wait share one sync. A line
 * that a crash cut short is dropped, as its batch never resolved; so is what a failed write (a full disk) left of one.
 */
export async function openFileStore(path: string): Promise<Store> {
  const rows: Rows = new Map()
  const { lines, whole } = await read(path, rows)
  if (!whole || lines > rows.size + staleLines) await rewrite(path, rows)
  const file = await open(path, 'a', 0o600)
  /** bytes of the lines that are whole; a failed write may have left more */
  let size = (await file.stat()).size
  let torn = false
  let waiting: { changes: Change[]; resolve: () => void; reject: (cause: unknown) => void }[] = []
  let writing: Promise<void> | undefined

  async function append(text: string): Promise<void> {
    if (torn) await file.truncate(size)
    torn = true
    await file.appendFile(text)
    await file.datasync()
    torn = false
    size += Buffer.byteLength(text)
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await append(batch.map(({ changes }) => `${JSON.stringify(changes)}\n`).join(''))
        for (const { changes, resolve } of batch) {
          change(rows, changes)
          resolve()
        }
      } catch (cause) {
        for (const { reject } of batch) reject(cause)
      }
    }
    writing = undefined
  }

  return {
    get: (key) => Promise.resolve(structuredClone(rows.get(key))),
    list: (prefix) => Promise.resolve(structuredClone(under(rows, prefix))),
    batch(changes) {
      return new Promise((resolve, reject) => {
        waiting.push({ changes: structuredClone(changes), resolve, reject })
        writing ??= write()
      })
    },
    async close() {
      await writing
      await file.close()
    },
  }
}

async function read(path: string, rows: Rows): Promise<{ lines: number; whole: boolean }> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { lines: 0, whole: true }
    throw cause
  }
  const lines = text.split('\n')
  // After the last line break stands nothing, or the line that a crash cut short.
  const cut = lines.pop() !== ''
  for (const line of lines) change(rows, JSON.parse(line) as Change[])
  return { lines: lines.length, whole: !cut }
}

async function rewrite(path: string, rows: Rows): Promise<void> {
  const fresh = `${path}.new`
  const file = await open(fresh, 'w', 0o600)
  const changes: Change[] = [...rows].map(([key, value]) => ({ put: key, value }))
  await file.writeFile(`${JSON.stringify(changes)}\n`)
  await file.datasync()
  await file.close()
  await rename(fresh, path)
}
