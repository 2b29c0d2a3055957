import { type Refusal, refuse } from '@bobber/protocol'
import type { FastifyInstance } from 'fastify'
import { networkOf } from '../../platform/networks.ts'
import { createRateLimit } from './rate-limit.ts'
import { sendRefusal } from './replies.ts'
import { localeOf } from './who.ts'

interface Rate {
  perSecond: number
  burst: number
}

/** What one network, and one session, may ask. */
export interface Limits {
  network: Rate
  /** the same of pictures: a page shows forty, and a fair's visitors share one address */
  pictures: Rate
  session: Rate
}
/** Far above what people do; the dear routes have limits of their own. */
export const usualLimits: Limits = {
  network: { perSecond: 100, burst: 1000 },
  pictures: { perSecond: 500, burst: 5000 },
  session: { perSecond: 30, burst: 300 },
}

/** Whatever reaches the database is counted by network, before anything else is looked at; pages come out of memory. */
export function limitNetworks(app: FastifyInstance, limits: Limits): void {
  const calls = createRateLimit(limits.network)
  const pictures = createRateLimit(limits.pictures)
  app.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url ?? ''
    const limit = route.startsWith('/api/') ? calls : route.startsWith('/files/') ? pictures : undefined
    const wait = limit?.take(networkOf(request.ip), performance.now()) ?? 0
    return wait > 0 ? sendRefusal(reply, tooMany(wait), localeOf(request)) : undefined
  })
}

export function tooMany(waitMs: number): Refusal {
  return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
}
