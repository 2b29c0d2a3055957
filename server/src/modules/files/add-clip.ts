import { mostOfClip, type Picture, type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Asker, Db, Deps } from '../../platform/deps.ts'
import { shelfOf } from './add-picture.ts'
import { rewriteApart } from './clip/apart.ts'
import { looksLikeClip } from './recognise.ts'
import { discardLaid, lay, placeShelved } from './shelf.ts'

type Uploader = Pick<Asker, 'shopId' | 'personId'>

/** Gives a picture its clip, checked and stripped. Refusals: `notFound` (F9), `clipType`, `clipLong` (F10), `fileBroken` (F12). */
export async function addClip(
  deps: Pick<Deps, 'config' | 'db'>,
  uploader: Uploader,
  fileId: string,
  bytes: Buffer,
): Promise<Picture | Refusal> {
  if (!(await openPicture(deps.db, uploader, fileId))) return refuse('notFound')
  if (!looksLikeClip(bytes)) return refuse('clipType')
  const clip = await rewriteApart(bytes)
  if (clip === 'clipLong') return refuse('clipLong', { seconds: mostOfClip.seconds, limit: `${mostOfClip.bytes / 1024 ** 2} MB` })
  if (typeof clip === 'string') return refuse(clip)
  const { container, seconds } = clip
  const shelf = shelfOf(deps, uploader.shopId)
  const laid = await lay(shelf, clip.bytes)
  try {
    return await deps.db.transaction().execute(async (tx): Promise<Picture | Refusal> => {
      const picture = await openPicture(tx, uploader, fileId)
      if (!picture) return refuse('notFound')
      const { folder, width, height } = picture
      await placeShelved(laid, shelf, folder, `clip.${container}`)
      await sql`
        update file set clip = ${container}, seconds = ${seconds} where shop_id = ${uploader.shopId} and file_id = ${fileId}
      `.execute(tx)
      return { fileId, width, height, seconds }
    })
  } finally {
    await discardLaid(laid)
  }
}

/** The picture that may be given a clip, locked until the end of the transaction: his own, shown to nobody yet, without one. */
async function openPicture(
  db: Db,
  { shopId, personId }: Uploader,
  fileId: string,
): Promise<{ folder: string; width: number; height: number } | undefined> {
  const { rows } = await sql<{ folder: string; width: number; height: number }>`
    select folder, width, height from file
    where shop_id = ${shopId} and file_id = ${fileId} and added_by = ${personId} and scope = 'added' and clip is null
    for update
  `.execute(db)
  return rows[0]
}
