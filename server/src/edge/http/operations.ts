import { refuse } from '@bobber/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { pingDatabase } from '../../platform/ping-database.ts'
import { openApi } from './open-api.ts'
import { sendRefusal } from './replies.ts'
import { localeOf } from './who.ts'

/** What operators and developers ask: health, metrics, the description of the API. */
export function addOperations(app: FastifyInstance, deps: Deps, version: string): void {
  const isHealthy = askedSeldom(deps)
  app.get('/health', async (_request, reply) => {
    const ok = await isHealthy()
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok })
  })
  app.get('/openapi.json', (_request, reply) => reply.send(openApi(version)))

  // The library measures the event loop once it is loaded; who never asks shouldn't pay.
  app.get('/metrics', async (request, reply) => {
    if (!isLoopback(request) || isForwarded(request)) return sendRefusal(reply, refuse('notFound'), localeOf(request))
    const { default: metrics } = await import('prom-client')
    if (!metrics.register.getSingleMetric('process_cpu_user_seconds_total')) metrics.collectDefaultMetrics()
    return reply.type(metrics.register.contentType).send(await metrics.register.metrics())
  })
}

/** Everybody may ask, and the database is asked once a second at most. */
function askedSeldom({ pool, logger }: Deps): () => Promise<boolean> {
  let asked = { at: -Infinity, answer: Promise.resolve(false) }
  const ask = (): Promise<boolean> =>
    pingDatabase(pool).then(
      () => true,
      (fault: unknown) => {
        logger.error({ err: fault }, 'the database does not answer')
        return false
      },
    )
  return () => {
    const now = performance.now()
    if (now - asked.at > 1000) asked = { at: now, answer: ask() }
    return asked.answer
  }
}

/** A proxy on this machine speaks for others: what it passes on is not this machine's. */
function isForwarded({ headers }: FastifyRequest): boolean {
  return headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
}

/** The other end of the wire itself, whatever a proxy says. */
export function isLoopback(request: { socket: { remoteAddress?: string | undefined } }): boolean {
  const address = request.socket.remoteAddress ?? ''
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
