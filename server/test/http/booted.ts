import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { boot } from '../../src/main.ts'
import { createReleases } from '../../src/release.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

export interface Booted {
  /** What a server on a folder and a database of its own is started with. */
  place: () => Promise<Record<string, string>>
  /** One run of the whole server, listeners included, in this process. */
  run: <T>(env: Record<string, string>, work: (at: { port: number; tlsPort: number; lines: string[] }) => Promise<T>) => Promise<T>
}

/** Whole servers for a file's tests; what they stood on goes after each. */
export function booted(): Booted {
  let folder: string | undefined
  let fresh: FreshDatabase | undefined
  afterEach(async () => {
    await fresh?.drop()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })
  return {
    async place() {
      folder = await mkdtemp(join(tmpdir(), 'bobber-boot-'))
      fresh = await freshDatabase({ empty: true })
      const { user, password, host, port, database } = fresh.connection
      const url = `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
      return { DATA_DIR: folder, DATABASE_URL: url, PORT: '0', TLS_PORT: '0' }
    },
    async run(env, work) {
      const lines: string[] = []
      const releases = createReleases()
      try {
        const ports = await boot(readConfig(env), { write: (line) => void lines.push(line) }, releases)
        return await work({ ...ports, lines })
      } finally {
        expect(await releases.releaseAll()).toEqual([])
      }
    },
  }
}
