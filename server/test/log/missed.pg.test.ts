import { randomUUID } from 'node:crypto'
import { audienceOf } from '@bobber/protocol'
import { expect, test } from 'vitest'
import type { Viewer } from '../../src/log/store.ts'
import { shopLog } from './shop-log.ts'

test('S2 G31 many who ask at once what they missed are told the same as each alone, and nothing of the others', async () => {
  const shop = await shopLog()
  const { log, shopId } = shop
  const customers = Array.from({ length: 40 }, () => randomUUID())
  const clerk = randomUUID()
  const talks: string[] = []
  const places: number[] = []
  for (const [nth, personId] of customers.entries()) {
    const people = [{ personId, class: 1 }, ...(nth % 3 === 0 ? [{ personId: clerk, class: 2 }] : [])]
    talks.push(await shop.conversation(people))
    places.push((await log.store.incarnations(shopId)).position)
    const said = Array.from({ length: 1 + (nth % 4) }, (_, word) => shop.text(talks[nth] ?? '', personId, `${nth} ${word}`))
    await log.store.append(shopId, said, false)
    if (nth % 3 === 0) {
      const note = { audience: audienceOf('staff'), sender: { class: 'staff' as const, desk: false, readSeq: 0 } }
      await log.store.append(shopId, [shop.text(talks[nth] ?? '', clerk, 'a note', note)], false)
    }
  }
  const asking: { viewer: Viewer; after: number }[] = customers.flatMap((personId, nth) => [
    { viewer: { shopId, personId, class: 'customer' as const, desk: false }, after: places[nth] ?? 0 },
    { viewer: { shopId, personId, class: 'customer' as const, desk: false }, after: places.at(-1) ?? 0 },
  ])
  asking.push({ viewer: { shopId, personId: clerk, class: 'staff', desk: false }, after: places[9] ?? 0 })
  asking.push({ viewer: { shopId, personId: randomUUID(), class: 'staff', desk: true }, after: places[9] ?? 0 })
  asking.push({ viewer: { shopId, personId: randomUUID(), class: 'customer', desk: false }, after: 0 })

  const alone = []
  for (const { viewer, after } of asking) alone.push(await log.store.missed(viewer, after))
  const together = await Promise.all(asking.map(({ viewer, after }) => log.store.missed(viewer, after)))
  expect(together).toEqual(alone)

  const saw = (nth: number) => new Set(together[nth]?.entries.map((entry) => entry.conversationId))
  for (const nth of customers.keys()) expect(saw(2 * nth)).toEqual(new Set([talks[nth]]))
  expect(together[0]?.entries.filter(({ authorId }) => authorId === clerk)).toEqual([])
  expect([saw(80).size > 1, saw(81).size > saw(80).size, saw(82).size]).toEqual([true, true, 0])
  await shop.close()
})
