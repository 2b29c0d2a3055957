import { classOf, isDesk, maySee as isFor, pictureEdges } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Asker, Deps } from '../../platform/deps.ts'
import { isId } from '../../platform/ids.ts'
import { shelfOf } from './add-picture.ts'
import { shelvedPath } from './shelf.ts'

export type PictureViewer = Omit<Asker, 'locale'>

interface Row {
  shop_id: string
  scope: 'added' | 'catalogue' | 'conversation' | 'evidence' | 'withdrawn'
  conversation_id: string | null
  audience: number | null
  added_by: string | null
  folder: string
  clip: 'mp4' | 'webm' | null
}

/** What a picture is shown by: a file on disk, and whether it is everybody's. */
export interface Shown {
  path: string
  type: 'image/webp' | 'video/mp4' | 'video/webm'
  forAll: boolean
}

/**
 * One size of a picture, or its clip, when one of these viewers may see it; `viewers`, of the picture's shop, is asked only where it
 * matters. Undefined also for what doesn't exist: who may not see a picture does not learn that there is one.
 */
export async function pictureFor(
  deps: Deps,
  fileId: string,
  name: string,
  viewers: (shopId: string) => Promise<readonly PictureViewer[]>,
): Promise<Shown | undefined> {
  if (!isId(fileId)) return undefined
  const { rows } = await sql<Row>`
    select shop_id, scope, conversation_id, audience, added_by, folder, clip from file where file_id = ${fileId} and scope <> 'withdrawn'
  `.execute(deps.db)
  const row = rows[0]
  const file = row && fileNamed(name, row)
  if (!file) return undefined
  const forAll = row.scope === 'catalogue'
  if (!forAll && !(await maySee(deps, row, await viewers(row.shop_id)))) return undefined
  return { path: shelvedPath(shelfOf(deps, row.shop_id), row.folder, file.name), type: file.type, forAll }
}

/** A clip's address says nothing of its container: the answer's type does. */
function fileNamed(name: string, { clip }: Row): { name: string; type: Shown['type'] } | undefined {
  if (name === 'clip') return clip === null ? undefined : { name: `clip.${clip}`, type: `video/${clip}` }
  return pictureEdges.some((edge) => name === `${edge}.webp`) ? { name, type: 'image/webp' } : undefined
}

async function maySee(deps: Deps, row: Row, viewers: readonly PictureViewer[]): Promise<boolean> {
  for (const viewer of viewers) {
    if (viewer.shopId !== row.shop_id) continue
    if (row.added_by === viewer.personId) return true
    if (row.conversation_id === null || (row.audience !== null && !isFor(row.audience, classOf(viewer)))) continue
    if (await seesConversation(deps, viewer, row.conversation_id, row.scope)) return true
  }
  return false
}

/** Evidence of a hand-over is the whole floor's work; otherwise whoever may read the conversation sees the pictures of what he may read. */
async function seesConversation(deps: Deps, viewer: PictureViewer, conversationId: string, scope: Row['scope']): Promise<boolean> {
  const { shopId, personId, roles } = viewer
  const desk = viewer.class === 'staff' && isDesk(roles)
  if (scope === 'evidence' && roles.includes('warehouse')) return true
  return (await deps.log.store.history({ shopId, personId, desk, class: classOf(viewer) }, conversationId, 1, 1)) !== null
}
