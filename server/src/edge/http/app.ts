import { refuse } from '@bobber/protocol'
import { fastify, type FastifyError, type FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import type { Handlers } from '../../platform/handler.ts'
import type { ShopDirectory } from '../../platform/shops.ts'
import { trustedProxies } from '../../platform/proxies.ts'
import { addApi } from './api.ts'
import { tooLarge } from './bodies.ts'
import { limitNetworks, type Limits, usualLimits } from './limits.ts'
import { addOperations } from './operations.ts'
import { addPages } from './pages.ts'
import { addPictures } from './pictures.ts'
import { noticeProxies } from './proxy-notice.ts'
import { sendFault, sendRefusal } from './replies.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { squeezeReplies } from './squeeze-replies.ts'
import { addTrust, type TrustSource } from './trust.ts'
import { localeOf } from './who.ts'

export interface HttpParts {
  deps: Deps
  shops: ShopDirectory
  handlers: Handlers
  version: string
  /** the https listener, once there is one */
  trust: () => TrustSource | undefined
  /** other limits than the usual (tests) */
  limits?: Limits
  /** built apps elsewhere than below apps/ (tests) */
  folders?: { storefront: string; console: string }
}

/** Everything the server answers over HTTP; `app.routing` takes the requests of any number of listeners. */
export async function createApp({
  deps,
  shops,
  handlers,
  version,
  trust,
  limits = usualLimits,
  folders,
}: HttpParts): Promise<FastifyInstance> {
  const trusts = trustedProxies(deps.config.trustProxy)
  const app = fastify({
    trustProxy: trusts,
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 400 },
    exposeHeadRoutes: true,
  })
  // A body is whatever bytes came; each route decodes its own.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  addSecurityHeaders(app)
  noticeProxies(app, deps, trusts)
  limitNetworks(app, limits)
  addTrust(app, deps.config, trust)
  squeezeReplies(app)
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url // the pattern: an address may hold a token
    deps.logger.debug({ route, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
    done()
  })
  app.setNotFoundHandler((request, reply) => sendRefusal(reply, refuse('notFound'), localeOf(request)))
  app.setErrorHandler((fault: FastifyError, request, reply) => {
    const locale = localeOf(request)
    if (fault.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendRefusal(reply, tooLarge(request.routeOptions.bodyLimit ?? 0), locale)
    if (fault.statusCode !== undefined && fault.statusCode < 500)
      return sendRefusal(reply, refuse('malformed', { detail: fault.code }), locale)
    deps.logger.error({ err: fault, route: request.routeOptions.url }, 'fault')
    return sendFault(reply, locale)
  })

  addApi(app, { deps, shops, handlers, limits, trusts })
  addPictures(app, deps)
  addOperations(app, deps, version)
  addPages(app, folders)
  await app.ready()
  return app
}
