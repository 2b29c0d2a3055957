import { type Locale, type Refusal, type RefusalCode, worded } from '@bobber/protocol'
import type { FastifyReply } from 'fastify'

/** Everything else is a conflict with the state of things: 409. */
const statuses: Partial<Record<RefusalCode, number>> = {
  malformed: 400,
  protocolVersion: 400,
  notSignedIn: 401,
  forbidden: 403,
  originNotAllowed: 403,
  notFound: 404,
  tooLarge: 413,
  tooMany: 429,
  busy: 503,
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal, locale: Locale): FastifyReply {
  if (refusal.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(refusal.retryAfterMs / 1000))
  return reply.code(statuses[refusal.code] ?? 409).send(worded(refusal, locale))
}

const faultWords = {
  zh: { code: 'fault', message: '服务器出了问题', remedy: '请稍后再试；如果一直这样，请告诉店家。' },
  en: { code: 'fault', message: 'The server has a problem', remedy: 'Try again in a while; tell the shop if it goes on.' },
} as const

/** Something is broken, and who asks learns nothing about what: that stands in the log. */
export function sendFault(reply: FastifyReply, locale: Locale): FastifyReply {
  return reply.code(500).send(faultWords[locale])
}
