import { isRefusal, type Refusal, refuse, type RouteName, routes, type Surface } from '@bobber/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { UnknownOutcome } from '../../log/store.ts'
import { mayAdd } from '../../modules/files/index.ts'
import type { Asker, Deps, Nobody } from '../../platform/deps.ts'
import type { CallExtras, Handlers } from '../../platform/handler.ts'
import { isId, newToken } from '../../platform/ids.ts'
import { networkOf } from '../../platform/networks.ts'
import type { Trusts } from '../../platform/proxies.ts'
import type { ShopDirectory } from '../../platform/shops.ts'
import { announced, createBodies, largestBody, mostOf, tooLarge } from './bodies.ts'
import { deviceCookie, deviceOf, endedSessionCookie, sessionCookie, sessionTokenOf } from './cookies.ts'
import { decodeBody, decodeJson, decodeQuery } from './decode.ts'
import { type Limits, tooMany } from './limits.ts'
import { isOwnOrigin } from './origin.ts'
import { createRateLimit } from './rate-limit.ts'
import { sendRefusal } from './replies.ts'
import { localeOf, mayAsk, surfaceOf, whoAsks } from './who.ts'

/** A try whose commit got lost is asked again by its key (log.md L4). */
const unknownTries = 3

type AnyHandler = (deps: Deps, asker: Asker | Nobody, body: unknown, call: CallExtras) => Promise<object | Refusal>

interface Known {
  asker: Asker | Nobody
  surface: Surface
  network: string
  /** gives back the room that the body takes */
  release: () => void
  /** the handler has begun: what the body holds is its to give back, even if the asker has left */
  begun: boolean
}

interface ApiParts {
  deps: Deps
  shops: ShopDirectory
  handlers: Handlers
  limits: Limits
  trusts: Trusts
}

/** Every route of the table, decode → who → handler → encode. */
export function addApi(app: FastifyInstance, { deps, shops, handlers, limits, trusts }: ApiParts): void {
  const sessions = createRateLimit(limits.session)
  const bodies = createBodies()
  const known = new WeakMap<FastifyRequest, Known>()

  for (const name of Object.keys(routes) as RouteName[]) {
    const handler = handlers[name] as unknown as AnyHandler
    app.route({
      method: routes[name].verb,
      url: `/api/${name}`,
      bodyLimit: largestBody(name),
      // Before the body is read: a stranger's 60 MiB are not even received.
      async onRequest(request, reply) {
        const admitted = await admit(name, request)
        if (isRefusal(admitted)) return sendRefusal(reply, admitted, localeOf(request))
        known.set(request, admitted)
        // However it ends: answered without a handler, or left by its sender halfway.
        reply.raw.once('close', () => admitted.begun || admitted.release())
        return undefined
      },
      async handler(request, reply) {
        const who = known.get(request)
        if (!who) throw new Error('a request was not admitted')
        who.begun = true
        try {
          return await answer(name, handler, who, request, reply)
        } finally {
          who.release()
        }
      },
    })
  }

  async function admit(name: RouteName, request: FastifyRequest): Promise<Known | Refusal> {
    const surface = surfaceOf(request)
    if (surface === undefined) return refuse('malformed', { detail: 'bobber-surface' })
    if (!isOwnOrigin(request.raw, trusts)) return refuse('originNotAllowed')
    const asker = await whoAsks(deps, shops, request, surface)
    if (isRefusal(asker)) return asker
    const wait = asker.sessionId === null ? 0 : sessions.take(asker.sessionId, performance.now())
    if (wait > 0) return tooMany(wait)
    const network = networkOf(request.ip)
    const refusal = mayAsk(name, asker) ?? (await mayUpload(name, request, asker, network))
    if (refusal) return refusal
    const release = bodies.admit(name, request.headers, asker, network)
    return isRefusal(release) ? release : { asker, surface, network, release, begun: false }
  }

  /** Before twenty MiB are received of who has had enough. */
  async function mayUpload(
    name: RouteName,
    { headers }: FastifyRequest,
    asker: Asker | Nobody,
    network: string,
  ): Promise<Refusal | undefined> {
    if (name !== 'file.add' || asker.class === 'nobody') return undefined
    return mayAdd(deps, asker, network, announced(headers, mostOf(name, asker)))
  }

  async function answer(name: RouteName, handler: AnyHandler, who: Known, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { asker, surface } = who
    const refused = (refusal: Refusal) => sendRefusal(reply, refusal, asker.locale)
    const call = extrasOf(name, request, reply, who)
    if (isRefusal(call)) return refused(call)
    const decoded = decode(name, request)
    if (isRefusal(decoded)) return refused(decoded)
    const result = await asked(() => handler(deps, asker, decoded.body, call), 'once' in routes[name])
    if (isRefusal(result)) return refused(result)
    const cookieOf = { shopId: asker.shopId, surface, secure: request.protocol === 'https' }
    if ('entrance' in routes[name] && 'token' in result && typeof result.token === 'string') {
      reply.header('set-cookie', sessionCookie(cookieOf, result.token))
    }
    // A browser is rid of a session that is over, and of what it has cached for it: pictures of conversations (P21).
    const isOver = name === 'session.current' && asker.sessionId === null && sessionTokenOf(request.headers, cookieOf) !== undefined
    if (isOver || name === 'session.end') reply.headers({ 'set-cookie': endedSessionCookie(cookieOf), 'clear-site-data': '"cache"' })
    return reply.header('cache-control', 'no-store').send(result)
  }
}

function decode(name: RouteName, request: FastifyRequest): { body: unknown } | Refusal {
  const route = routes[name]
  const query = new URL(request.raw.url ?? '/', 'http://here').searchParams
  if (route.verb === 'GET') return decodeQuery(name, query)
  if ('upload' in route) return decodeQuery(name, query)
  if (query.size > 0) return refuse('malformed', { detail: 'query' })
  return Buffer.isBuffer(request.body) ? decodeJson(name, request.body) : decodeBody(name, {})
}

function extrasOf(name: RouteName, request: FastifyRequest, reply: FastifyReply, { asker, surface, network }: Known): CallExtras | Refusal {
  const route = routes[name]
  // What came in pieces told no length before.
  if (Buffer.isBuffer(request.body) && request.body.length > mostOf(name, asker)) return tooLarge(mostOf(name, asker))
  const key = request.headers['idempotency-key']
  if ('once' in route && !isId(key)) return refuse('malformed', { detail: 'idempotency-key' })
  const file = 'upload' in route && Buffer.isBuffer(request.body) ? request.body : undefined
  if ('upload' in route && !file?.length) return refuse('malformed', { detail: 'file' })
  return {
    surface,
    network,
    origin: `${request.protocol}://${request.host}`,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    device: browserDevice(request, reply),
    ...('once' in route && isId(key) && { key }),
    ...(file && { file, fileType: request.headers['content-type'] ?? '' }),
  }
}

/** A browser gets a name of its own at its first command; only browsers tell an origin. */
function browserDevice(request: FastifyRequest, reply: FastifyReply): string {
  const secure = request.protocol === 'https'
  const device = deviceOf(request.headers, secure)
  if (device || request.headers.origin === undefined) return device
  const made = newToken()
  reply.header('set-cookie', deviceCookie(made, secure))
  return made
}

async function asked(ask: () => Promise<object | Refusal>, mayAskAgain: boolean): Promise<object | Refusal> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (fault) {
      if (!(fault instanceof UnknownOutcome) || !mayAskAgain || attempt === unknownTries) throw fault
    }
  }
}
