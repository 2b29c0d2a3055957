import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isRefusal, type Picture, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { shelve } from './shelf.ts'
import { shrink } from './shrink.ts'

export function shelfOf(deps: Pick<Deps, 'config'>, shopId: string): string {
  return join(deps.config.dataDir, 'files', shopId)
}

/**
 * Takes a picture in: checked, made small, stripped, on disk, and known by a row that nobody but `addedBy` may use until it is
 * published. Not inside a transaction: it takes tenths of a second. `network`: a visitor's, as it is counted.
 */
export async function addPicture(
  deps: Pick<Deps, 'config' | 'db' | 'clock' | 'newId'>,
  shopId: string,
  bytes: Buffer,
  addedBy: string | null,
  network: Buffer | null = null,
): Promise<Picture | Refusal> {
  const shrunk = await shrink(bytes)
  if (isRefusal(shrunk)) return shrunk
  const folder = await shelve(shelfOf(deps, shopId), shrunk.edges)
  const fileId = deps.newId()
  const { width, height } = shrunk
  await sql`
    insert into file (shop_id, file_id, added_by, network_blind, folder, width, height, bytes, digest, added_at)
    values (${shopId}, ${fileId}, ${addedBy}, ${network}, ${folder}, ${width}, ${height}, ${bytes.length},
            ${createHash('sha256').update(bytes).digest()}, ${new Date(deps.clock.now())})
  `.execute(deps.db)
  return { fileId, width, height }
}
