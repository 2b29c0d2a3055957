import { Type } from 'typebox'

/** Shapes that many routes share. Ids are UUIDs, times epoch ms, money whole fen. */
export const id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
/** Until 2100: later ones are slips or worse, and calendars and time zones end somewhere. */
export const time = Type.Integer({ minimum: 0, maximum: 4_102_444_800_000 })
export const fen = Type.Integer({ minimum: 0, maximum: 100_000_000_00 })
export const quantity = Type.Integer({ minimum: 1, maximum: 10_000 })
/** A place in a conversation; 0: before its first entry. */
export const seq = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })
export const words = (maxLength: number) => Type.String({ maxLength })
export const some = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const exact = { additionalProperties: false } as const
export const nothing = Type.Object({}, exact)

export interface Call<Body, Reply> {
  body: Body
  reply: Reply
}
export type Nothing = Record<string, never>

/** `/files/<fileId>/<edge>.webp` serves it; edge is one of 96, 360, 768, 1440: the longest side in px. */
export interface Picture {
  fileId: string
  width: number
  height: number
  /** length of its clip, which `/files/<fileId>/clip` serves; absent: it holds none */
  seconds?: number
}
