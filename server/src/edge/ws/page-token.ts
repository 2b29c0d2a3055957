import type { TokenSeal } from '../../log/resume-token.ts'

/** Where a snapshot's next page begins, opaque on the wire as every position is. */
export interface PagePoint {
  position: number
  beforePosition: number
  conversationId: string
}

export function sealPage(seal: TokenSeal, point: PagePoint): string {
  return seal.seal(Buffer.from(JSON.stringify([point.position, point.beforePosition, point.conversationId])))
}

export function openPage(seal: TokenSeal, token: string): PagePoint | undefined {
  const opened = seal.open(token)
  if (!opened || opened[0] !== 0x5b) return undefined // '[': a resume token isn't a page
  const [position, beforePosition, conversationId] = JSON.parse(Buffer.from(opened).toString('utf8')) as [number, number, string]
  return { position, beforePosition, conversationId }
}
