import type { IncomingMessage } from 'node:http'
import { classOf, isDesk, isDesks, type Refusal, refuse, type UpFrames } from '@bobber/protocol'
import { systemClock } from '../../platform/clock.ts'
import type { Deps } from '../../platform/deps.ts'
import { networkOf } from '../../platform/networks.ts'
import { trustedProxies } from '../../platform/proxies.ts'
import type { ShopDirectory } from '../../platform/shops.ts'
import { admitMessage, kindOf } from '../../modules/conversations/index.ts'
import { askerOf, selfOf } from '../../modules/people/index.ts'
import { sessionTokenOf } from '../http/cookies.ts'
import { isOwnOrigin, isSecure } from '../http/origin.ts'
import { isInTheClear } from '../http/trust.ts'
import { addressOf } from './address.ts'
import { createSyncEdge, type SyncEdge } from './attach.ts'
import { Crowd } from './crowd.ts'
import { FrameMemo } from './frame-memo.ts'
import { Presence } from './presence.ts'
import type { Who } from './reader.ts'
import type { SyncParts } from './session.ts'

/** A hello under way is over by then, whatever it waited for. */
const rememberMs = 60_000

/** Wires the sync edge to the server's parts. Stop it before the log. `hasHttps`: once there is a way to come in over https. */
export function createSync(deps: Deps, shops: ShopDirectory, hasHttps: () => boolean, crowd = new Crowd()): SyncEdge {
  const { log, clock, vault } = deps
  const trusts = trustedProxies(deps.config.trustProxy)
  const presence = new Presence(systemClock, (shopId) => log.feed(shopId))
  /** sessions that ended lately, and when */
  const revoked = new Map<string, number>()
  const shared: Omit<SyncParts, 'authenticate' | 'network'> = {
    store: log.store,
    lane: (shopId) => log.lane(shopId),
    feed: (shopId) => log.feed(shopId),
    clock: systemClock,
    shopNow: () => clock.now(),
    seal: {
      seal: (bytes) => vault.sealToken('resume', bytes),
      open: (token) => vault.openToken('resume', token),
    },
    newId: () => deps.newId(),
    admit: (who, send) => admitMessage(deps.db, who, send),
    alias: (shopId, personId) => deps.aliases.alias(shopId, personId),
    isRevoked: (sessionId) => revoked.has(sessionId),
    async isDesks(shopId, conversationId) {
      const kind = await kindOf(deps.db, shopId, conversationId)
      return kind !== undefined && isDesks(kind)
    },
    presence,
    memo: new FrameMemo(),
    crowd,
    onFault: (fault) => deps.logger.error({ err: fault }, 'sync failed'),
  }
  const edge = createSyncEdge({
    clock: systemClock,
    // What sends no Origin is no browser, and shows its token in the hello (S12). No token crosses the air open (H8).
    mayConnect: (request) => isOwnOrigin(request, trusts) && !(hasHttps() && isInTheClear(request, deps.config, trusts)),
    // Only what the hello needs of the upgrade is kept: five thousand requests would weigh more than their connections.
    sync(request) {
      const upgrade = upgradeOf(request, isSecure(request, trusts))
      return Object.assign(Object.create(shared) as typeof shared, {
        network: networkOf(addressOf(request, trusts)),
        authenticate: (hello: UpFrames['hello']) => authenticate(deps, shops, hello, upgrade),
      })
    },
  })
  deps.sessionsRevoked.listen(({ sessionId }) => {
    const now = systemClock.now()
    for (const [old, at] of revoked) if (at < now - rememberMs) revoked.delete(old)
    revoked.set(sessionId, now)
    edge.closeSessions((id) => id === sessionId)
  })
  deps.clockMoved.listen(({ now }) => {
    for (const session of edge.everyone()) session.tell({ t: 'clock', now })
  })
  return edge
}

interface Upgrade {
  /** the shop's slug; undefined: the first shop */
  slug: string | undefined
  secure: boolean
  /** a browser's; what sends no Origin shows its token in the hello */
  cookie: string | undefined
}

function upgradeOf({ url = '', headers }: IncomingMessage, secure: boolean): Upgrade {
  const slug = new URLSearchParams(url.split('?', 2)[1]).get('shop') || undefined
  return { slug, secure, cookie: headers.origin === undefined ? undefined : headers.cookie }
}

/** Who says hello, of the shop that the address names: a session of another shop is nobody here (spec/http.md H10). */
async function authenticate(deps: Deps, shops: ShopDirectory, hello: UpFrames['hello'], upgrade: Upgrade): Promise<Who | Refusal> {
  const shopId = await shops.idOf(upgrade.slug)
  if (shopId === undefined) return refuse('notFound')
  const { surface } = hello
  const { cookie, secure } = upgrade
  const token = hello.token ?? (cookie === undefined ? undefined : sessionTokenOf({ cookie }, { shopId, surface, secure }))
  const asker = token === undefined ? undefined : await askerOf(deps, token, surface)
  if (asker?.shopId !== shopId) return refuse('notSignedIn')
  const { personId, sessionId } = asker
  const { name, guests } = await selfOf(deps.db, await deps.vault.shop(shopId), shopId, personId)
  return {
    shopId,
    personId,
    class: classOf(asker),
    desk: asker.class === 'staff' && isDesk(asker.roles),
    guest: asker.class === 'guest',
    name,
    sessionId,
    locale: hello.locale,
    guests,
  }
}
