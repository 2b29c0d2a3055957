import { type Locale, type Refusal, refuse, type Role, type RouteName, routes, type Surface } from '@bobber/protocol'
import type { FastifyRequest } from 'fastify'
import type { Asker, Deps, Nobody } from '../../platform/deps.ts'
import type { ShopDirectory } from '../../platform/shops.ts'
import { askerOf } from '../../modules/people/index.ts'
import { sessionTokenOf } from './cookies.ts'

export function localeOf(request: FastifyRequest): Locale {
  return request.headers['bobber-locale'] === 'en' ? 'en' : 'zh'
}

/** Which app asks. No other page can send this header without our leave, so it also proves that the request is no forgery (H4). */
export function surfaceOf(request: FastifyRequest): Surface | undefined {
  const surface = request.headers['bobber-surface']
  return surface === 'storefront' || surface === 'console' ? surface : undefined
}

/** Who asks, of the shop that is asked. A session of another shop is nobody here. */
export async function whoAsks(
  deps: Deps,
  shops: ShopDirectory,
  request: FastifyRequest,
  surface: Surface,
): Promise<Asker | Nobody | Refusal> {
  const slug = request.headers['bobber-shop']
  const shopId = await shops.idOf(typeof slug === 'string' ? slug : undefined)
  if (shopId === undefined) return refuse('notFound')
  const locale = localeOf(request)
  const token = sessionTokenOf(request.headers, { shopId, surface, secure: request.protocol === 'https' })
  const asker = token === undefined ? undefined : await askerOf(deps, token, surface)
  if (asker?.shopId === shopId) return { ...asker, locale }
  return { shopId, personId: null, class: 'nobody', roles: [], sessionId: null, locale }
}

/** The one check of role against table (H2). */
export function mayAsk(name: RouteName, asker: Asker | Nobody): Refusal | undefined {
  const may: readonly Role[] = routes[name].may
  const roles: readonly Role[] = asker.class === 'staff' ? asker.roles : [asker.class]
  if (roles.some((role) => may.includes(role))) return undefined
  return refuse(asker.class === 'nobody' ? 'notSignedIn' : 'forbidden')
}
