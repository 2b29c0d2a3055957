import { isRefusal, type Refusal } from '@bobber/protocol'
import { Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely'
import type pg from 'pg'
import { namedQueries } from '../../platform/prepared.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { type Batch, type NewEntry, UnknownOutcome } from '../store.ts'
import { type Buffered, type Early, factEntry, type Tx } from '../transact.ts'
import { appendArguments, appendLiteral } from './append-call.ts'
import { type AppendedRow, appendedOf, batchOf } from './append-result.ts'
import { isConnectionLoss } from './failures.ts'

export interface Committed<T> {
  value: T
  /** the entries it wrote, if they tell all of themselves; null: readers heal from the store */
  batch: Batch | null
  /** the log's head as it left it, marks that changed included; null: nothing of the log */
  upTo: number | null
  afterCommit: (() => void)[]
}

interface Parts {
  pool: pg.Pool
  shopId: string
  vault: ShopVault
  now: number
  newId: () => string
}

/** What `early` refuses as things stand, for many who wait to begin. */
export async function askEarly({ pool, shopId, now }: Pick<Parts, 'pool' | 'shopId' | 'now'>, early: Early): Promise<Refusal | undefined> {
  const client = await pool.connect()
  let broken: boolean | undefined
  try {
    return await early.ask({ db: boundTo(client), shopId, now })
  } catch (fault) {
    broken = isConnectionLoss(fault)
    throw fault
  } finally {
    client.release(broken)
  }
}

/**
 * One try of a transaction. What `early` refuses, on the connection that would carry it, ends it before it has begun; a refusal of the work
 * rolls back and is returned. The last packet holds head lock, entries and COMMIT together (L1): a process that is frozen right before it
 * holds no head, and one frozen after it has let go already.
 */
export async function tryTransaction<T>(
  parts: Parts,
  work: (tx: Tx) => Promise<T | Refusal>,
  early?: Early,
): Promise<Committed<T> | Refusal> {
  const client = await parts.pool.connect()
  const buffered: Buffered = { entries: [], touched: [], underHead: [], afterCommit: [] }
  let broken: Error | undefined
  try {
    const refusal = await early?.ask({ db: boundTo(client), shopId: parts.shopId, now: parts.now })
    if (refusal) return refusal
    await client.query('begin')
    const value = await work(txOf(parts, client, buffered))
    if (isRefusal(value)) {
      await client.query('rollback')
      return value
    }
    return { value, ...(await commit(parts, client, buffered)), afterCommit: buffered.afterCommit }
  } catch (fault) {
    broken = fault instanceof Error ? fault : new Error(String(fault))
    if (!(fault instanceof UnknownOutcome) && !isConnectionLoss(fault)) {
      await client.query('rollback').then(
        () => (broken = undefined),
        () => undefined, // the connection is thrown away below
      )
    }
    throw fault
  } finally {
    client.release(broken)
  }
}

async function commit(
  parts: Parts,
  client: pg.PoolClient,
  { entries, touched, underHead }: Buffered,
): Promise<{ batch: Batch | null; upTo: number | null }> {
  try {
    if (entries.length === 0 && touched.length === 0 && underHead.length === 0) {
      await client.query('commit')
      return { batch: null, upTo: null }
    }
    const call = appendLiteral(appendArguments(parts.shopId, parts.vault, entries, false, touched), (text) => client.escapeLiteral(text))
    const head = `select position from shop_head where shop_id = ${client.escapeLiteral(parts.shopId)}`
    const literal = (value: string | number) => client.escapeLiteral(String(value))
    const before = underHead.map(({ call: name, args }) => `select ${name}(${[parts.shopId, ...args].map(literal).join(', ')});`)
    if (before.length > 0) before.unshift(`select log_lock(${literal(parts.shopId)});`)
    const results = (await client.query(`${before.join('')}${call};${head};commit`)) as unknown as pg.QueryResult[]
    const [appended, position] = results.slice(before.length) as [pg.QueryResult<AppendedRow>, pg.QueryResult<{ position: number }>]
    const untold = appended.rows.some((row) => row.untold === true)
    const written = appended.rows.map((row, index) => appendedOf(entryAt(entries, index), row, (personId) => personId))
    return { batch: untold ? null : batchOf(written), upTo: position.rows[0]?.position ?? null }
  } catch (fault) {
    throw isConnectionLoss(fault) ? new UnknownOutcome(fault) : fault
  }
}

function entryAt(entries: readonly NewEntry[], index: number): NewEntry {
  const entry = entries[index]
  if (!entry) throw new Error('log_append answered more items than it was given')
  return entry
}

function txOf({ shopId, now, newId }: Parts, client: pg.PoolClient, buffered: Buffered): Tx {
  const db = boundTo(client)
  return {
    db,
    shopId,
    now,
    append(fact) {
      const entryId = newId()
      buffered.entries.push(factEntry(fact, entryId, now))
      return entryId
    },
    touch(conversationId, personId) {
      buffered.touched.push({ conversationId, personId: personId ?? null, inside: false })
    },
    touchInside(conversationId) {
      buffered.touched.push({ conversationId, personId: null, inside: true })
    },
    underHead(call, ...args) {
      buffered.underHead.push({ call, args })
    },
    async enqueue(task, payload, { runAt, key } = {}) {
      await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json,
        run_at => ${runAt === undefined ? null : new Date(runAt)}::timestamptz, job_key => ${key ?? null}::text)`.execute(db)
    },
    afterCommit(run) {
      buffered.afterCommit.push(run)
    },
  }
}

const bound = new WeakMap<pg.PoolClient, Kysely<unknown>>()

/** Typed templates over one connection: kysely's own transactions would hide the connection that the last packet needs. */
function boundTo(client: pg.PoolClient): Kysely<unknown> {
  const known = bound.get(client)
  if (known) return known
  const lent: PostgresPoolClient = { ...namedQueries(client), release: () => undefined }
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { connect: () => Promise.resolve(lent), end: () => Promise.resolve(), options: {} },
    }),
  })
  bound.set(client, db)
  return db
}
