import { isRefusal, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '../../log/index.ts'
import {
  commit,
  freeBetween,
  hold,
  type HoldRequest,
  inspect,
  nameUnits,
  openEnd,
  putBack,
  release,
  sell,
  stockHandlers,
  takeBack,
  takeOut,
  undoTakeBack,
} from './index.ts'
import { callExtras, request, seeded, testShop, type TestShop } from './stock.builders.ts'

let shop: TestShop
const act = <T>(work: (tx: Tx) => Promise<T>) => shop.deps.log.transact(shop.owner.shopId, work)
const hour = 3_600_000
const owned = 3
const buffer = 1

beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

/** A claim as the oracle knows it; moments are whole hours. `from` and `until` hold the buffer and are what it takes as it stands. */
interface Stay {
  claimId: string
  asked: { from: number; until: number }
  from: number
  until: number
  phase: 'held' | 'committed' | 'out' | 'returned'
  unitId: string | null
}

/** The oracle: a shelf with so many pieces, looked at hour by hour. */
class Shelf {
  now: number
  stays: Stay[] = []
  readonly units: { unitId: string; state: 'good' | 'down' | 'gone' }[]

  constructor(now: number, unitIds: readonly string[]) {
    this.now = now
    this.units = unitIds.map((unitId) => ({ unitId, state: 'good' }))
  }

  get owned(): number {
    return this.units.filter(({ state }) => state !== 'gone').length
  }

  /** Pieces left in the hour that begins at `moment`; negative: more are promised than there are. */
  leftAt(moment: number): number {
    const takes = ({ phase, from, until }: Stay): boolean => {
      const late = phase === 'out' && until <= this.now
      return from <= moment && (late || moment < until)
    }
    return this.owned - this.units.filter(({ state }) => state === 'down').length - this.stays.filter(takes).length
  }

  /** The least that is left in a span. */
  left(from: number, until: number): number {
    const hours = Array.from({ length: Math.min(until, this.now + 200 * hour) / hour - from / hour }, (_, nth) => from + nth * hour)
    return Math.min(...hours.map((moment) => this.leftAt(moment)))
  }

  /** From when on a piece is left until `due`. */
  readyFrom(due: number): number {
    let ready = this.now + hour
    while (ready < due && this.left(ready, due) < 1) ready += hour
    return ready
  }

  /** A unit goes out on or is sold: whoever brought it back has no buffer any longer. Otherwise why it can't. */
  goes(unitId: string, stay: Stay): Refusal['code'] | undefined {
    const unit = this.units.find((each) => each.unitId === unitId)
    if (unit?.state === 'gone') return 'unitUnknown'
    if (this.stays.some((other) => other !== stay && other.unitId === unitId && other.phase === 'out')) return 'unitBusy'
    return unit?.state === 'down' ? 'unitDown' : undefined
  }

  cutBuffer(unitId: string): () => void {
    const cut = this.stays
      .filter((stay) => stay.unitId === unitId && stay.phase === 'returned')
      .map((stay) => ({ stay, until: stay.until }))
    for (const { stay } of cut) stay.until = Math.min(stay.until, this.now)
    return () => {
      for (const { stay, until } of cut) stay.until = until
    }
  }
}

function randomSpan(random: () => number, now: number): Pick<HoldRequest, 'from' | 'until' | 'bufferMinutes'> {
  const from = now + Math.floor(random() * 30) * hour
  return { from, until: from + (1 + Math.floor(random() * 10)) * hour, bufferMinutes: buffer * 60 }
}

// What can happen to a shelf, each told to the stock and to the oracle, who must say the same.

async function rent(shelf: Shelf, random: () => number, variantId: string) {
  const asked = request(variantId, randomSpan(random, shelf.now))
  const span = { from: asked.from, until: (asked.until ?? 0) + buffer * hour }
  const left = shelf.left(span.from, span.until)
  const answer = await act((tx) => hold(tx, [asked]))
  if (left < 1) return expect(answer).toMatchObject({ values: { free: Math.max(0, left) } })
  expect(answer).toBeUndefined()
  const stay = { claimId: asked.claimId, asked: { from: asked.from, until: asked.until ?? 0 }, ...span, unitId: null }
  return shelf.stays.push({ ...stay, phase: 'held' })
}

async function buy(shelf: Shelf, random: () => number, variantId: string) {
  if (random() < 0.6) return
  const asked = request(variantId, { from: shelf.now, until: null })
  const fits = shelf.left(shelf.now, Infinity) >= 1
  const answer = await act((tx) => hold(tx, [asked]))
  expect(isRefusal(answer)).toBe(!fits)
  if (!fits) return
  const { unitId } = pick(shelf.units, random)
  const stay: Stay = {
    claimId: asked.claimId,
    asked: { from: shelf.now, until: Infinity },
    from: shelf.now,
    until: Infinity,
    phase: 'held',
    unitId: null,
  }
  const why = shelf.goes(unitId, stay)
  const refusal = await act((tx) => nameUnits(tx, [{ claimId: asked.claimId, unitId }]))
  expect(refusal?.code).toBe(why)
  if (why) return void (await act((tx) => release(tx, [asked.claimId])))
  await act((tx) => sell(tx, [asked.claimId], shop.owner.personId))
  shelf.cutBuffer(unitId)
  shelf.units.find((unit) => unit.unitId === unitId)!.state = 'gone'
}

async function pay(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'held')
  if (!stay) return
  await act((tx) => commit(tx, [stay.claimId]))
  stay.phase = 'committed'
}

async function cancel(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'held', 'committed')
  if (!stay || random() < 0.5) return
  await act((tx) => release(tx, [stay.claimId]))
  shelf.stays = shelf.stays.filter((each) => each !== stay)
}

/** In time, early, or after its end: as the clock and the piece that was picked have it. */
async function handOut(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'held', 'committed')
  if (!stay) return
  const { unitId } = pick(shelf.units, random)
  const why = shelf.goes(unitId, stay)
  const restore = why ? () => undefined : shelf.cutBuffer(unitId)
  const early = shelf.now < stay.from && shelf.left(shelf.now, stay.from) < 1
  const refusal = await act((tx) => takeOut(tx, [{ claimId: stay.claimId, unitId }]))
  if (why || early) {
    const ready = shelf.readyFrom(stay.from)
    expect(refusal).toMatchObject(why ? { code: why } : { code: 'notEnough', values: { free: 0, freeFrom: ready } })
    return restore()
  }
  expect(refusal).toBeUndefined()
  Object.assign(stay, { phase: 'out', unitId, from: shelf.now, until: stay.until > shelf.now ? stay.until : Infinity })
}

async function undoHandOut(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'out')
  if (!stay || random() < 0.6) return
  await act((tx) => putBack(tx, [stay.claimId]))
  Object.assign(stay, { phase: 'committed', unitId: null, from: stay.asked.from, until: stay.asked.until + buffer * hour })
}

async function bringBack(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'out')
  if (!stay) return
  await act((tx) => takeBack(tx, [stay.claimId], shelf.now))
  Object.assign(stay, { phase: 'returned', until: shelf.now + buffer * hour })
}

async function undoBringBack(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'returned')
  if (!stay || random() < 0.5) return
  const gone = shelf.units.find(({ unitId }) => unitId === stay.unitId)?.state === 'gone'
  if (gone) return
  const busy = shelf.stays.some((other) => other !== stay && other.unitId === stay.unitId && other.until > stay.from)
  const refusal = await act((tx) => undoTakeBack(tx, [stay.claimId]))
  expect(refusal?.code).toBe(busy ? 'unitBusy' : undefined)
  if (!busy) Object.assign(stay, { phase: 'out', until: stay.asked.until > shelf.now ? stay.asked.until + buffer * hour : Infinity })
}

async function look(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'returned')
  if (!stay) return
  const unit = shelf.units.find(({ unitId }) => unitId === stay.unitId)!
  const elsewhere = shelf.stays.some((other) => other !== stay && other.unitId === stay.unitId)
  const condition = elsewhere ? pick(['good', 'damaged'] as const, random) : pick(['good', 'good', 'damaged', 'missing'] as const, random)
  await act((tx) => inspect(tx, [{ claimId: stay.claimId, condition }], shop.owner.personId))
  shelf.stays = shelf.stays.filter((each) => each !== stay)
  if (unit.state === 'gone' || elsewhere) return
  if (condition === 'damaged') unit.state = 'down'
  if (condition === 'missing') unit.state = 'gone'
}

async function mend(shelf: Shelf) {
  const unit = shelf.units.find(({ state }) => state === 'down')
  if (!unit) return
  expect(await stockHandlers['unit.available'](shop.deps, shop.owner, { unitId: unit.unitId }, callExtras)).toEqual({})
  unit.state = 'good'
}

async function callLate(shelf: Shelf, random: () => number) {
  const stay = pickStay(shelf, random, 'out')
  if (!stay || stay.until > shelf.now) return
  await act((tx) => openEnd(tx, [stay.claimId]))
  stay.until = Infinity
}

async function retire(shelf: Shelf, random: () => number) {
  if (random() < 0.9) return
  const unit = pick(shelf.units, random)
  const reply = await stockHandlers['unit.retire'](shop.deps, shop.owner, { unitId: unit.unitId, reason: '旧' }, callExtras)
  const busy = shelf.stays.some(({ unitId }) => unitId === unit.unitId)
  expect(reply).toMatchObject(unit.state === 'gone' ? { code: 'notFound' } : busy ? { code: 'unitBusy' } : {})
  if (!busy) unit.state = 'gone'
}

async function add(shelf: Shelf, _random: () => number, variantId: string) {
  if (shelf.owned >= owned) return
  const reply = await stockHandlers['unit.add'](shop.deps, shop.owner, { variantId, quantity: 1 }, callExtras)
  if (isRefusal(reply)) throw new Error(reply.code)
  shelf.units.push(...reply.units.map(({ unitId }) => ({ unitId, state: 'good' as const })))
}

/** The more often a step stands here, the more often it happens. */
const steps = [
  rent,
  rent,
  rent,
  handOut,
  handOut,
  handOut,
  buy,
  pay,
  cancel,
  undoHandOut,
  bringBack,
  undoBringBack,
  look,
  mend,
  callLate,
  retire,
  add,
]

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!
}

function pickStay({ stays }: Shelf, random: () => number, ...phases: Stay['phase'][]): Stay | undefined {
  const fitting = stays.filter(({ phase }) => phases.includes(phase))
  return fitting.length === 0 ? undefined : pick(fitting, random)
}

async function unitIdsOf(variantId: string): Promise<string[]> {
  const reply = await stockHandlers['variant.get'](shop.deps, shop.owner, { variantId }, callExtras)
  if (isRefusal(reply)) throw new Error(reply.code)
  return reply.units.map(({ unitId }) => unitId)
}

test.each([1, 2, 3, 4, 5, 6])('CT13 whatever happens to a shelf, it has left what looking at every hour finds (seed %i)', async (seed) => {
  const random = seeded(seed)
  const { variantId } = await shop.product({ quantity: owned, sku: `SHELF-${seed}` })
  const shelf = new Shelf(shop.clock.now(), await unitIdsOf(variantId))
  for (let turn = 0; turn < 120; turn += 1) {
    shop.clock.advance(hour)
    shelf.now = shop.clock.now()
    await pick(steps, random)(shelf, random, variantId)
    const moments = Array.from({ length: 45 }, (_, nth) => shelf.now + nth * hour)
    const spans = moments.map((from) => ({ variantId, quantity: 1, from, until: from + hour, bufferMinutes: 0 }))
    const frees = await freeBetween({ db: shop.deps.db, shopId: shop.owner.shopId, now: shelf.now }, spans)
    expect(frees.map(({ free }) => free)).toEqual(moments.map((moment) => Math.max(0, shelf.leftAt(moment))))
  }
  const { rows } = await sql<{ owned: number; units: number; moved: number }>`
    select l.owned, (select count(*)::int from unit u where u.variant_id = l.variant_id and u.retired_at is null) as units,
           (select sum(quantity)::int from stock_movement m where m.variant_id = l.variant_id) as moved
    from stock_level l where l.variant_id = ${variantId}`.execute(shop.deps.db)
  expect(rows).toEqual([{ owned: shelf.owned, units: shelf.owned, moved: shelf.owned }])
})

/** The most that is taken at any one moment, as the rows have it. */
async function mostTaken(variantId: string): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    select coalesce(max(taken), 0)::int as taken from (
      select (select sum(o.quantity) from claim o where o.variant_id = c.variant_id and o.phase <> 'closed' and o.blocked @> lower(c.blocked)) as taken
      from claim c where c.variant_id = ${variantId} and c.phase <> 'closed') moments`.execute(shop.deps.db)
  return rows[0]?.taken ?? 0
}

test.each([11, 12, 13])('CT13 all at once, never more is taken than there is, and what is refused doesn’t fit (seed %i)', async (seed) => {
  const random = seeded(seed)
  const { variantId } = await shop.product({ quantity: owned })
  const now = shop.clock.now()
  const turnedAway: HoldRequest[] = []
  const clients = Array.from({ length: 12 }, async () => {
    for (let step = 0; step < 8; step += 1) {
      const asked = request(variantId, { ...randomSpan(random, now), quantity: 1 + Math.floor(random() * 2) })
      const answer = await act((tx) => hold(tx, [asked]))
      if (isRefusal(answer)) turnedAway.push(asked)
      else if (random() < 0.5) await act((tx) => commit(tx, [asked.claimId]))
    }
  })
  await Promise.all(clients)
  expect(await mostTaken(variantId)).toBeLessThanOrEqual(owned)
  expect(turnedAway.length).toBeGreaterThan(0)
  // Nothing was released, so what didn't fit then doesn't fit now.
  const frees = await freeBetween({ db: shop.deps.db, shopId: shop.owner.shopId, now }, turnedAway)
  expect(frees.filter(({ free }, nth) => free >= turnedAway[nth]!.quantity)).toEqual([])
})

test.each([21, 22, 23, 24])('CT20 early hand-overs and new orders at once never take more than there is (seed %i)', async (seed) => {
  const random = seeded(seed)
  const { variantId } = await shop.product({ quantity: owned })
  const units = await unitIdsOf(variantId)
  const now = shop.clock.now()
  // Nine orders one after the other: each alone may go out early, of all together only three.
  const later = Array.from({ length: 9 }, (_, nth) =>
    request(variantId, { from: now + (10 + 3 * nth) * hour, until: now + (12 + 3 * nth) * hour }),
  )
  await act((tx) => hold(tx, later))
  const out = later.map(
    ({ claimId }, nth) =>
      () =>
        act((tx) => takeOut(tx, [{ claimId, unitId: units[nth % owned]! }])),
  )
  const held = Array.from({ length: 9 }, () => () => act((tx) => hold(tx, [request(variantId, { from: now, until: now + 9 * hour })])))
  const sold = Array.from({ length: 3 }, () => () => act((tx) => hold(tx, [request(variantId, { from: now, until: null })])))
  const shuffled = [...out, ...held, ...sold].map((run) => ({ run, at: random() })).toSorted((one, other) => one.at - other.at)
  const answers = await Promise.all(shuffled.map(({ run }) => run()))
  expect(await mostTaken(variantId)).toBeLessThanOrEqual(owned)
  expect(answers.filter((answer) => !isRefusal(answer)).length).toBeGreaterThanOrEqual(owned)
  const codes = new Set(answers.flatMap((answer) => (isRefusal(answer) ? [answer.code] : [])))
  expect([...codes].filter((code) => !['notEnough', 'notEnoughEver', 'unitBusy'].includes(code))).toEqual([])
})

test('CT20 what goes out early is refused by how many may go, and from when all of them', async () => {
  const { variantId } = await shop.product({ quantity: 2, tracking: 'bulk' })
  const now = shop.clock.now()
  const first = request(variantId, { from: now, until: now + 2 * hour })
  const both = [1, 2].map(() => request(variantId, { from: now + 5 * hour, until: now + 8 * hour }))
  await act((tx) => hold(tx, [first, ...both]))
  const pieces = both.map(({ claimId }) => ({ claimId, unitId: null }))
  expect(await act((tx) => takeOut(tx, pieces))).toEqual({ code: 'notEnough', values: { free: 1, freeFrom: now + 2 * hour } })
  expect(await act((tx) => takeOut(tx, pieces.slice(0, 1)))).toBeUndefined()
  shop.clock.advance(2 * hour)
  expect(await act((tx) => takeOut(tx, pieces.slice(1)))).toBeUndefined()
})
