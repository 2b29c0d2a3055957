import type { TokenSeal } from '../../log/resume-token.ts'
import type { NextPage } from '../../log/store.ts'

/** Where a snapshot's next page begins, opaque on the wire as every position is. */
export type PagePoint = { position: number } & NextPage

export function sealPage(seal: TokenSeal, point: PagePoint): string {
  return seal.seal(Buffer.from(JSON.stringify([point.position, point.since, point.beforePosition, point.conversationId])))
}

export function openPage(seal: TokenSeal, token: string): PagePoint | undefined {
  const opened = seal.open(token)
  if (!opened || opened[0] !== 0x5b) return undefined // '[': a resume token isn't a page
  const [position, since, beforePosition, conversationId] = JSON.parse(Buffer.from(opened).toString('utf8')) as [
    number,
    number,
    number,
    string,
  ]
  return { position, since, beforePosition, conversationId }
}
