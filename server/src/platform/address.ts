import { readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

const fileIn = (dataDir: string): string => join(dataDir, 'address')

/** Writes down where a server of this folder is found, for whoever works beside it: its port may be another than the one it was told. */
export function noteAddress(dataDir: string, address: string): () => Promise<void> {
  writeFileSync(fileIn(dataDir), `${address}\n`, { mode: 0o600 })
  return () => rm(fileIn(dataDir), { force: true })
}

/** Where the server of this folder is found, or was before it was killed; undefined: none has been running since the last good end. */
export function addressNoted(dataDir: string): string | undefined {
  try {
    return readFileSync(fileIn(dataDir), 'utf8').trim()
  } catch {
    return undefined
  }
}
