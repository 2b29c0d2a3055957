import { classIndex } from '@bobber/protocol'
import { inBatches } from '../../platform/in-batches.ts'
import type { AtMost, Missed, Viewer } from '../store.ts'
import { arrayOf } from './array.ts'
import type { LogJson } from './json.ts'
import { missedStatement } from './missed.ts'

type Ask = <Row extends object>(name: string, text: string, values: unknown[]) => Promise<Row[]>
export type MissedJson = LogJson & Pick<Missed, 'head' | 'tooMuch' | 'mine' | 'left' | 'joined'>
interface Missing {
  viewer: Viewer
  after: number
}

/** A viewer's answer is 64 KiB at most, so one answer is of 2 MiB. A second connection is taken when very many wait; the rest are left to who writes. */
const limits = { most: 32, atOnce: 2 }

/** Asks what a viewer missed, together with all of his shop who ask at that moment. */
export function missedTogether(ask: Ask, atMost: AtMost): (viewer: Viewer, after: number) => Promise<MissedJson> {
  const ofShop = new Map<string, (missing: Missing) => Promise<MissedJson>>()

  async function askAll(shopId: string, all: Missing[]): Promise<MissedJson[]> {
    const rows = await ask<MissedJson & { nth: number }>('log_missed', missedStatement, [
      shopId,
      arrayOf(all.map(({ viewer }) => viewer.personId)),
      arrayOf(all.map(({ viewer }) => viewer.desk)),
      arrayOf(all.map(({ after }) => after)),
      arrayOf(all.map(({ viewer }) => classIndex[viewer.class] + 1)),
      atMost.bytes,
      atMost.missed,
      atMost.newest,
      atMost.newestBytes,
    ])
    if (rows.length !== all.length) throw new Error('log_missed answered fewer viewers than it was asked for')
    return rows.toSorted((a, b) => a.nth - b.nth)
  }

  return (viewer, after) => {
    const { shopId } = viewer
    const together = ofShop.get(shopId) ?? inBatches((all) => askAll(shopId, all), limits)
    ofShop.set(shopId, together)
    return together({ viewer, after })
  }
}
