import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { kindRules } from '@bobber/protocol'
import { type Log, openLog, pinnedPlans } from '../../src/log/index.ts'
import type { NewEntry } from '../../src/log/store.ts'
import type { WitnessFile } from '../../src/log/incarnation.ts'
import { type Clock, systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { openVault, type Vault } from '../../src/platform/vault/vault.ts'
import { freshDatabase } from '../database.ts'

/** A log on a database of its own, with one shop, and the few rows that conversations need. */
export interface ShopLog {
  log: Log
  /** another node's log on the same database; ends with this one */
  another(clock: Clock): Promise<Log>
  pool: pg.Pool
  /** the log's own connections */
  pinned: pg.Pool
  vault: Vault
  shopId: string
  conversation(people: { personId: string; class: number }[]): Promise<string>
  text(conversationId: string, authorId: string, text: string, more?: Partial<NewEntry>): NewEntry
  close(): Promise<void>
}

interface ShopLogOptions {
  settings?: Record<string, string>
  /** connections for the log's own statements */
  pinnedMax?: number
  witness?: WitnessFile
  onFault?: (fault: unknown) => void
}

const noWitness: WitnessFile = { read: () => Promise.resolve(null), write: () => Promise.resolve() }

export async function shopLog({
  settings = {},
  pinnedMax = 4,
  witness = noWitness,
  onFault = rethrow,
}: ShopLogOptions = {}): Promise<ShopLog> {
  const fresh = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'bobber-log-'))
  const { pool, close } = await openDatabase<unknown>({ connection: fresh.connection, settings })
  const pinned = await openDatabase<unknown>({ connection: fresh.connection, max: pinnedMax, settings: { ...pinnedPlans, ...settings } })
  const vault = await openVault({ keyFile: join(folder, 'master.key'), db: pool })
  const names = () => Promise.resolve(new Map<string, string>())
  const askPeople = { names, alias: (_shop: string, person: string) => person }
  const open = (clock: Clock) =>
    openLog({ pool, pinned: pinned.pool, vault, clock, people: askPeople, newId: randomUUID, witness, onFault })
  const log = await open(systemClock)
  const others: Log[] = []
  const shopId = randomUUID()
  const client = await pool.connect()
  await log.begin(client, shopId)
  client.release()

  return {
    log,
    async another(clock) {
      const other = await open(clock)
      others.push(other)
      return other
    },
    pool,
    pinned: pinned.pool,
    vault,
    shopId,
    async conversation(people) {
      const conversationId = randomUUID()
      await pool.query(`insert into conversation (shop_id, conversation_id, kind, opened_at) values ($1, $2, 'enquiry', 0)`, [
        shopId,
        conversationId,
      ])
      await pool.query('insert into conversation_head (shop_id, conversation_id, desk) values ($1, $2, true)', [shopId, conversationId])
      for (const person of people) {
        await pool.query(`insert into participant (shop_id, conversation_id, person_id, class, role) values ($1, $2, $3, $4, 'x')`, [
          shopId,
          conversationId,
          person.personId,
          person.class,
        ])
      }
      return conversationId
    },
    text: (conversationId, authorId, text, more) => ({
      entryId: randomUUID(),
      conversationId,
      authorId,
      clientId: randomUUID(),
      kind: 'message.text',
      ...kindRules['message.text'],
      at: 1_795_000_000_000,
      content: JSON.stringify({ text }),
      sender: { class: 'customer', desk: false, readSeq: 0 },
      ...more,
    }),
    async close() {
      for (const each of [log, ...others]) await each.stop()
      await pinned.close()
      await close()
      await fresh.drop()
      await rm(folder, { recursive: true })
    },
  }
}

function rethrow(fault: unknown): never {
  throw fault
}
