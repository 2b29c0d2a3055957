import { isRefusal, type Refusal, refuse, type RouteName } from '@bobber/protocol'
import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Vault } from '../platform/vault/vault.ts'
import { Feed } from './feed.ts'
import { type Identity, identityOfDatabase, lookAtThePast, type WitnessFile } from './incarnation.ts'
import { Lane } from './lane.ts'
import { isAnswered, onceIn } from './once.ts'
import { isConnectionLoss, isPassing, isStartedAnew } from './postgres/failures.ts'
import { headsOf } from './postgres/heads.ts'
import { type People, postgresLog } from './postgres/store.ts'
import { askEarly, type Committed, tryTransaction } from './postgres/transaction.ts'
import { type Batch, type LogStore, UnknownOutcome } from './store.ts'
import type { Early, Tx } from './transact.ts'
import { turnstile } from './turnstile.ts'
import { watchHeads } from './watch.ts'

export type { Early, NewFact, Tx } from './transact.ts'

/** The spine of a server: the store, and per shop the one writer of messages and the one live feed. */
export interface Log {
  store: LogStore
  lane(shopId: string): Lane
  feed(shopId: string): Feed
  /**
   * One transaction of one shop: rows and facts together or not at all. A returned Refusal rolls back and comes out as it is.
   * Deadlocks, lock timeouts and connections lost before the COMMIT are tried again, so `work` may run more than once.
   * Throws UnknownOutcome when the connection broke during COMMIT. What `early` refuses is refused before the transaction begins.
   */
  transact<T>(shopId: string, work: (tx: Tx) => Promise<T | Refusal>, early?: Early): Promise<T | Refusal>
  /** The same, at most once for an idempotency key; a repeat gets the first answer (L4). */
  once<T>(
    asker: { shopId: string; personId: string },
    route: RouteName,
    call: { key?: string },
    body: unknown,
    work: (tx: Tx) => Promise<T | Refusal>,
    early?: Early,
  ): Promise<T | Refusal>
  /** Makes the head of a new shop's log, inside the transaction that makes the shop. */
  begin(client: pg.ClientBase, shopId: string): Promise<void>
  /** Settles when lanes are empty and the witness is written. */
  stop(): Promise<void>
}

/**
 * Session settings of the connections the log's own statements run on: plans are made once and pinned to nested loops in the order
 * written. The planner's choice on the empty tables of a new shop would be kept long after they have filled. Without sorts, an `order by`
 * in a statement says which index it goes by.
 */
export const pinnedPlans = {
  plan_cache_mode: 'force_generic_plan',
  join_collapse_limit: '1',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_material: 'off',
  enable_sort: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
} as const

interface Parts {
  /** for transactions of the modules */
  pool: pg.Pool
  /** for the log's own statements, opened with `pinnedPlans` */
  pinned: pg.Pool
  vault: Vault
  clock: Clock
  people: People
  newId: () => string
  witness: WitnessFile
  onFault: (fault: unknown) => void
}

const tries = 5
/** Pause before the next try after a lost connection, times the tries so far: a database that starts anew takes a second or two. */
const reconnectMs = 200
/** The witness may lag behind by this much: it is only ever used to see that the database went back. */
const witnessEveryMs = 2_000

export async function openLog(parts: Parts): Promise<Log> {
  const { pool, vault, clock, newId, onFault } = parts
  const lanes = new Map<string, Lane>()
  const feeds = new Map<string, Feed>()
  const pass = turnstile()
  const witnessed = await parts.witness.read()
  /** the database that every shop's past was last looked at in */
  let identity: Identity = witnessed ?? (await identityOfDatabase(pool))
  const positions: Record<string, number> = { ...witnessed?.positions }
  let witnessDue: (() => void) | null = null
  let looking = Promise.resolve()

  async function lookAt(shopId: string): Promise<void> {
    const past = await lookAtThePast(pool, { ...identity, positions }, newId, shopId)
    if (past !== 'same') delete positions[shopId]
    // Another node may have found the change: then the list of incarnations tells.
    const running = feeds.get(shopId)
    const head = running && (await headsOf(pool, [shopId])).get(shopId)
    if (head && running.look(head)) delete positions[shopId]
  }

  /** In another database every shop is looked at before its identity is taken over: each must be judged by the one before. */
  async function lookAround(): Promise<void> {
    const now = await identityOfDatabase(pool)
    const { rows } = await pool.query<{ shop_id: string }>('select shop_id from shop_head order by shop_id')
    for (const row of rows) await lookAt(row.shop_id)
    identity = now
  }

  /** One after another: lanes of many shops come here at the same moment. */
  function look(shopId: string): Promise<void> {
    const mine = looking.then(async () => {
      const now = await identityOfDatabase(pool)
      await (now.system === identity.system && now.timeline === identity.timeline ? lookAt(shopId) : lookAround())
    })
    looking = mine.catch(() => undefined)
    return mine
  }

  function saw(shopId: string, position: number): void {
    positions[shopId] = Math.max(position, positions[shopId] ?? 0)
    witnessDue ??= clock.setTimeout(() => {
      witnessDue = null
      parts.witness.write({ ...identity, positions }).catch(onFault)
    }, witnessEveryMs)
  }

  const store = postgresLog({ pool: parts.pinned, vault, people: parts.people, lookAtThePast: look, onFault })

  function feed(shopId: string): Feed {
    return made(feeds, shopId, () => new Feed({ shopId, store, clock, onFault }))
  }
  /** The log was written up to here, begun in `past`. If a restore came between, it isn't the log's any more: the store says what is. */
  function tell(shopId: string, past: string | null, upTo: number, batch: Batch | null): void {
    const told = feed(shopId)
    if (told.past !== past) return told.doubt()
    if (batch) told.publish(batch, past)
    told.hint(upTo)
    saw(shopId, upTo)
  }
  function lane(shopId: string): Lane {
    const past = () => feed(shopId).past
    const publish = (batch: Batch, begunIn: string | null) => tell(shopId, begunIn, batch.to, batch)
    const doubt = () => feed(shopId).doubt()
    return made(lanes, shopId, () => new Lane({ shopId, store, clock, past, publish, doubt, onFault }))
  }
  function announce(shopId: string, { batch, upTo, afterCommit }: Committed<unknown>, past: string | null): void {
    const told = () => {
      if (upTo !== null) tell(shopId, past, upTo, batch)
    }
    // It is durable: what fails from here on takes nothing back, and whoever asked hears that it was done.
    for (const run of [told, ...afterCommit]) {
      try {
        run()
      } catch (fault) {
        onFault(fault)
      }
    }
  }

  function transact<T>(shopId: string, work: (tx: Tx) => Promise<T | Refusal>, early?: Early): Promise<T | Refusal> {
    const write = () => trying(shopId, () => written(shopId, work, early))
    if (!early) return write()
    const ask = () => trying(shopId, () => askEarly({ pool, shopId, now: clock.now() }, early))
    return pass(`${shopId} ${early.question}`, ask, write)
  }

  async function written<T>(shopId: string, work: (tx: Tx) => Promise<T | Refusal>, early?: Early): Promise<T | Refusal> {
    const past = feed(shopId).past
    const done = await tryTransaction({ pool, shopId, vault: await vault.shop(shopId), now: clock.now(), newId }, work, early)
    if ('code' in done) return done
    announce(shopId, done, past)
    return done.value
  }

  async function trying<T>(shopId: string, once: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once()
      } catch (fault) {
        if (fault instanceof UnknownOutcome) feed(shopId).doubt()
        // A connection lost before the COMMIT: it certainly did nothing.
        const lost = isConnectionLoss(fault)
        if (!(lost || isPassing(fault)) || attempt === tries) throw fault
        if (isStartedAnew(fault)) await look(shopId)
        if (lost) await new Promise<void>((resolve) => void clock.setTimeout(resolve, attempt * reconnectMs))
      }
    }
  }

  // A database that was started anew while no server ran is looked at now, before anybody resumes.
  await lookAround()
  const { rows } = await pool.query<{ shop_id: string; position: number }>('select shop_id, position from shop_head')
  for (const row of rows) saw(row.shop_id, row.position)
  const stopWatching = watchHeads({
    followed: () => new Map([...feeds].filter(([, one]) => one.followers > 0)),
    heads: (shopIds) => headsOf(pool, shopIds),
    changed: (shopId) => delete positions[shopId],
    clock,
    onFault,
  })

  return {
    store,
    lane,
    feed,
    transact,
    async once({ shopId, personId }, route, { key }, body, work, early) {
      if (key === undefined) return refuse('malformed', { detail: 'idempotency-key' })
      const shop = await vault.shop(shopId)
      const call = { personId, route, key, body }
      const once = (tx: Tx) => onceIn(tx, shop, call, () => work(tx))
      const answer = await transact(shopId, once, early)
      // A key that has its answer keeps it, whatever has changed since.
      if (!early || !isRefusal(answer)) return answer
      return (await trying(shopId, () => isAnswered(pool, shopId, call))) ? transact(shopId, once) : answer
    },
    async begin(client, shopId) {
      await client.query('insert into shop_head (shop_id, database_started) values ($1, pg_postmaster_start_time())', [shopId])
      await client.query(`insert into incarnation (shop_id, incarnation_id, from_position, reason) values ($1, $2, 0, 'begun')`, [
        shopId,
        newId(),
      ])
      positions[shopId] = 0
    },
    async stop() {
      stopWatching()
      await Promise.all([...lanes.values()].map((one) => one.drain()))
      await Promise.all([...feeds.values()].map((one) => one.stop()))
      witnessDue?.()
      await parts.witness.write({ ...identity, positions })
    },
  }
}

function made<T>(all: Map<string, T>, key: string, make: () => T): T {
  const known = all.get(key)
  if (known) return known
  const fresh = make()
  all.set(key, fresh)
  return fresh
}
