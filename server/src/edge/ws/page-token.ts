import type { TokenSeal } from '../../log/resume-token.ts'
import type { NextPage } from '../../log/store.ts'

/** Where a snapshot's next page begins, opaque on the wire as every position is. */
export type PagePoint = { position: number } & NextPage

/** Whom a page is for, and in which past of which shop its place is one: for others, and in another past, it opens nothing (H10, S1). */
export interface PageHolder {
  shopId: string
  personId: string
  incarnationId: string
}

type Sealed = [shopId: string, personId: string, incarnationId: string, position: number, since: number, beforePosition: number, id: string]

export function sealPage(seal: TokenSeal, { shopId, personId, incarnationId }: PageHolder, point: PagePoint): string {
  const { position, since, beforePosition, conversationId } = point
  const sealed: Sealed = [shopId, personId, incarnationId, position, since, beforePosition, conversationId]
  return seal.seal(Buffer.from(JSON.stringify(sealed)))
}

export function openPage(seal: TokenSeal, holder: PageHolder, token: string): PagePoint | undefined {
  const opened = seal.open(token)
  if (!opened || opened[0] !== 0x5b) return undefined // '[': a resume token isn't a page
  const sealed = JSON.parse(Buffer.from(opened).toString('utf8')) as Sealed
  const [shopId, personId, incarnationId, position, since, beforePosition, conversationId] = sealed
  const isHis = shopId === holder.shopId && personId === holder.personId && incarnationId === holder.incarnationId
  return isHis ? { position, since, beforePosition, conversationId } : undefined
}
