import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '@bobber/server/config'
import { addShop, firstShop } from '@bobber/server/modules/shops/index'
import { openDeps } from '@bobber/server/open-deps'
import type { Deps } from '@bobber/server/platform/deps'
import { type Connection, startPostgres } from '@bobber/server/platform/postgres/index'
import { createReleases } from '@bobber/server/release'
import { type NodeProcess, startNode } from '../../../server/test/faults/node-process.ts'

/** An empty shop on a database of its own, as durable as in production, and the means to start servers on it. */
export interface Stage {
  folder: string
  connection: Connection
  deps: Deps
  shopId: string
  /** Another shop in the same tables. */
  anotherShop: (slug: string) => Promise<string>
  /** A server on this database in a process of its own, listening. */
  startServer: (node?: string[]) => Promise<Server>
  /** What a process of its own needs to open the same database and keys. */
  env: Record<string, string>
}

/** Bytes after a full collection: what the process holds of the machine, and what of it is in use. */
export interface Memory {
  resident: number
  inUse: number
}

export interface Server extends NodeProcess {
  port: number
  memory(): Promise<Memory>
}

const probe = fileURLToPath(new URL('probe.ts', import.meta.url))
const quiet = { info: () => undefined, warn: () => undefined }

/** Sets the stage, plays, and clears everything away however the play ended. */
export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bobber-bench-'))
  const releases = createReleases()
  const cutOff = (): void => {
    process.on('unhandledRejection', () => undefined) // the play meets a stage that is being cleared away
    void releases.releaseAll().then(() => process.exit(130))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cutOff)
  releases.push('folder', () => rm(folder, { recursive: true, force: true }))
  try {
    const postgres = await startPostgres({ dataDir: join(folder, 'database'), logger: quiet })
    releases.push('postgres', () => postgres.stop())
    const { host, user, password, database } = postgres.connection
    const env = {
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(host)}`,
      LOG_LEVEL: 'error',
    }
    const deps = await openDeps(readConfig({ ...env, LOG_FILE: '' }), { write: () => undefined }, releases)
    const shopId = await firstShop(deps)
    return await play({
      folder,
      connection: postgres.connection,
      deps,
      shopId,
      env,
      async anotherShop(slug) {
        const id = await addShop(deps, { slug, name: slug })
        if (id === undefined) throw new Error(`there is a shop ${slug} already`)
        return id
      },
      async startServer(node = []) {
        const server = startNode({ env, node: ['--expose-gc', '--import', probe, ...node], onComplaint: complain })
        releases.push('server', () => server.end('SIGTERM'))
        return { ...server, port: await server.listening, memory: () => memoryOf(server) }
      },
    })
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cutOff)
    await releases.releaseAll()
  }
}

function memoryOf({ child }: NodeProcess): Promise<Memory> {
  return new Promise((resolve, reject) => {
    child.once('message', (memory) => resolve(memory as Memory))
    child.send('memory', (fault) => fault && reject(fault))
  })
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
