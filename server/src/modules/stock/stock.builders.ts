import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Calls } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { freshDatabase } from '../../../test/database.ts'
import { ManualClock } from '../../../../packages/testkit/src/clock.ts'
import { readConfig } from '../../config.ts'
import { installJobs } from '../../jobs/worker.ts'
import { erasuresFile } from '../../log/erasures.ts'
import { openLog, pinnedPlans } from '../../log/index.ts'
import { openDatabase } from '../../platform/database.ts'
import type { Asker, Deps } from '../../platform/deps.ts'
import { newId } from '../../platform/ids.ts'
import { createLogger } from '../../platform/logger.ts'
import { createSignal } from '../../platform/signal.ts'
import { openVault } from '../../platform/vault/vault.ts'
import { addShop } from '../shops/index.ts'
import type { HoldRequest } from './index.ts'
import { stockHandlers } from './index.ts'

/** 2026-11-27 is a Friday; times of the shop in Shanghai. */
export function at(wallTime: string): number {
  return Date.parse(`2026-${wallTime}:00+08:00`)
}

export interface TestShop {
  deps: Deps
  clock: ManualClock
  owner: Asker
  /** a second shop of the same server, with an owner of its own */
  other: Asker
  /** a product by the form, or a change of one as it stands; answers its variant */
  product(change?: Partial<Calls['product.change']['body']>): Promise<{ productId: string; variantId: string }>
  close(): Promise<void>
}

export const callExtras = {
  surface: 'console',
  network: '127.0.0.1',
  origin: 'http://localhost',
  userAgent: 'test',
  device: 'test',
} as const

/** A server's parts on a database of their own, with two shops, at 09:00 of the story's Friday. */
export async function testShop(): Promise<TestShop> {
  const fresh = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'bobber-stock-'))
  const { pool, db, close } = await openDatabase<unknown>({ connection: fresh.connection, max: 16 })
  const pinned = await openDatabase<unknown>({ connection: fresh.connection, max: 2, settings: pinnedPlans })
  const vault = await openVault({ keyFile: join(folder, 'keys', 'master.key'), db: pool })
  const clock = Object.assign(new ManualClock(at('11-27T09:00')), { practice: true, moveTo: (to: number) => to })
  const onFault = (fault: unknown): never => {
    throw fault
  }
  const log = await openLog({
    pool,
    pinned: pinned.pool,
    vault,
    clock,
    people: { names: () => Promise.resolve(new Map()), alias: (_shop, person) => person },
    newId,
    witness: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    onFault,
  })
  const deps: Deps = {
    config: readConfig({ DATA_DIR: folder }),
    pool,
    db,
    vault,
    clock,
    log,
    erasures: erasuresFile(join(folder, 'erasures')),
    aliases: { alias: (_shop, person) => person, learn: () => undefined, refresh: () => Promise.resolve() },
    newId,
    logger: createLogger('-', 'silent'),
    window: { write: () => undefined },
    sms: { inWindow: true, send: () => Promise.resolve() },
    lan: () => null,
    sessionsRevoked: createSignal(onFault),
    clockMoved: createSignal(onFault),
  }
  await installJobs(pool)
  const owner = await ownerOf(deps, 'first')
  const other = await ownerOf(deps, 'second')
  let sku = 0
  return {
    deps,
    clock,
    owner,
    other,
    async product(change = {}) {
      sku += 1
      const { productId } = change
      const known = productId === undefined ? null : await stockHandlers['product.get'](deps, owner, { productId }, callExtras)
      const version = known && !isRefusal(known) ? { version: known.version } : {}
      const reply = await stockHandlers['product.change'](deps, owner, { ...plain, sku: `T-${sku}`, ...version, ...change }, callExtras)
      if (isRefusal(reply)) throw new Error(`refused: ${reply.code}`)
      return reply
    },
    async close() {
      await log.stop()
      await pinned.close()
      await close()
      await fresh.drop()
      await rm(folder, { recursive: true })
    },
  }
}

async function ownerOf(deps: Deps, slug: string): Promise<Asker> {
  const shopId = await addShop(deps, { slug, name: slug })
  if (!shopId) throw new Error('the slug is taken')
  return { shopId, personId: randomUUID(), class: 'staff', roles: ['owner'], sessionId: randomUUID(), locale: 'zh' }
}

const plain: Calls['product.change']['body'] = {
  sku: 'T-0',
  name: '海竿 3.6 m 中硬',
  category: '海竿',
  brand: '',
  specs: '3.6 m, 7 rings, 240 g',
  description: '',
  forRent: true,
  forSale: false,
  tracking: 'units',
  dayRent: 3500,
  threeDayRent: 8500,
  weekRent: 17_000,
  deposit: 40_000,
  replacementValue: 46_900,
  quantity: 6,
  pictureIds: [],
}

/** A request for one piece of a variant by an order of its own, from Friday 18:00 to Sunday 18:00. */
export function request(variantId: string, change: Partial<HoldRequest> = {}): HoldRequest {
  return {
    claimId: randomUUID(),
    orderId: randomUUID(),
    orderNumber: 'B-1',
    orderLineId: randomUUID(),
    variantId,
    quantity: 1,
    from: at('11-27T18:00'),
    until: at('11-29T18:00'),
    bufferMinutes: 0,
    ...change,
  }
}

/** A random number of [0, 1) that a seed decides. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
