import { type Picture, type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** What pictures are shown as from now on, and so to whom (F5). */
export type Publication =
  | { as: 'catalogue'; /** absent: an import's, whoever commits it */ by?: string }
  /** `by` is who sends them: pictures that somebody else added are not his to show */
  | { as: 'evidence'; conversationId: string; by: string }
  /** `audience`: the classes that its message is for; absent: whoever sees the conversation */
  | { as: 'conversation'; conversationId: string; by: string; audience?: number }

/**
 * Publishes pictures: all of them, or a refusal and none. Saying it again changes nothing, but who may see it more; a picture never moves
 * to another place.
 * `tx` is the transaction of what shows them, or any database connection.
 */
export async function publishFiles(
  tx: { db: Db; shopId: string },
  fileIds: readonly string[],
  publication: Publication,
): Promise<Refusal | undefined> {
  const ids = [...new Set(fileIds)].toSorted()
  if (ids.length === 0) return undefined
  const conversationId = publication.as === 'catalogue' ? null : publication.conversationId
  const by = publication.by ?? null
  const audience = 'audience' in publication ? (publication.audience ?? null) : null
  const { rows } = await sql<{ file_id: string }>`
    select file_id from file
    where shop_id = ${tx.shopId} and file_id = any(${ids}::uuid[])
      and (scope = 'added' or (scope = ${publication.as} and conversation_id is not distinct from ${conversationId}::uuid))
      and (${by}::uuid is null or added_by = ${by}::uuid or scope = 'catalogue')
    order by file_id for update
  `.execute(tx.db)
  if (rows.length < ids.length) return refuse('notFound')
  await sql`
    update file set scope = ${publication.as}, conversation_id = ${conversationId},
           audience = case when scope = 'added' then ${audience}::smallint else audience | ${audience}::smallint end
    where shop_id = ${tx.shopId} and file_id = any(${ids}::uuid[]) and (scope = 'added' or audience is not null)
  `.execute(tx.db)
  return undefined
}

/** Pictures by id, for views; ids of other shops are absent. */
export async function picturesOf(db: Db, shopId: string, fileIds: readonly string[]): Promise<Map<string, Picture>> {
  const { rows } = await sql<{ file_id: string; width: number; height: number; seconds: number | null }>`
    select file_id, width, height, seconds from file where shop_id = ${shopId} and file_id = any(${[...fileIds]}::uuid[])
  `.execute(db)
  return new Map(
    rows.map(({ file_id: fileId, width, height, seconds }) => [fileId, { fileId, width, height, ...(seconds !== null && { seconds }) }]),
  )
}
