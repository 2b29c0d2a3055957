import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { trustedProxies, type Trusts } from '../../platform/proxies.ts'
import { trustAnswer } from '../../platform/tls/trust/answer.ts'
import { isLoopback } from './operations.ts'
import { isSecure } from './origin.ts'

/** What the pages about trust need to know of the https listener. */
export interface TrustSource {
  caPem: string
  /** where phones go afterwards */
  shopUrl(): string
  tlsPort: number
}

type TrustConfig = Pick<Config, 'plainHttp' | 'trustProxy'>

/** The page that explains how a phone comes to trust this shop, and the way to it (tls.md T8). */
export function addTrust(app: FastifyInstance, config: TrustConfig, source: () => TrustSource | undefined): void {
  const trusts = trustedProxies(config.trustProxy)
  // Over plain http another machine gets the way to https and nothing else (H8).
  app.addHook('onRequest', async (request, reply) => {
    const tls = source()
    if (!tls || isOpen(request) || !isInTheClear(request.raw, config, trusts)) return undefined
    if (request.url === '/') return reply.redirect('/trust', 302)
    return reply.redirect(`https://${request.hostname}:${tls.tlsPort}${request.url}`, 308)
  })

  for (const path of ['/trust', '/trust/ca.crt', '/trust/bobber.mobileconfig']) {
    app.get<{ Querystring: { lang?: string } }>(path, (request, reply) => {
      const tls = source()
      const answer = tls && trustAnswer({ path, caPem: tls.caPem, shopUrl: tls.shopUrl(), ...wishes(request) })
      return answer ? reply.headers(answer.headers).send(answer.body) : reply.callNotFound()
    })
  }
}

/** Whether a request of another machine crosses the air open, and a session's cookie or token with it. */
export function isInTheClear(request: IncomingMessage, { plainHttp }: Pick<Config, 'plainHttp'>, trusts: Trusts): boolean {
  return !plainHttp && !isSecure(request, trusts) && !isLoopback(request)
}

function isOpen(request: FastifyRequest): boolean {
  return request.url === '/health' || /^\/trust(?=$|[/?])/.test(request.url)
}

function wishes(
  request: FastifyRequest<{ Querystring: { lang?: string } }>,
): Record<'lang' | 'acceptLanguage' | 'userAgent', string | undefined> {
  const { 'accept-language': acceptLanguage, 'user-agent': userAgent } = request.headers
  return { lang: request.query.lang, acceptLanguage, userAgent }
}
