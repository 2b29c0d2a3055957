import type { IncomingMessage } from 'node:http'
import { classOf, isDesk, type Refusal, refuse, type UpFrames } from '@bobber/protocol'
import { systemClock } from '../../platform/clock.ts'
import type { Deps } from '../../platform/deps.ts'
import { trustedProxies } from '../../platform/proxies.ts'
import type { ShopDirectory } from '../../platform/shops.ts'
import { admitMessage } from '../../modules/conversations/index.ts'
import { askerOf, guestsOf, personNames } from '../../modules/people/index.ts'
import { sessionTokenOf } from '../http/cookies.ts'
import { isOwnOrigin, isSecure } from '../http/origin.ts'
import { createSyncEdge, type SyncEdge } from './attach.ts'
import { FrameMemo } from './frame-memo.ts'
import { Presence } from './presence.ts'
import type { Who } from './reader.ts'
import type { SyncParts } from './session.ts'

/** A device sends at most this on the long run, and this at once (S12): a fast typist with nine pictures is far below. */
const limits = { framesPerSecond: 50, burst: 200 }

/** Wires the sync edge to the server's parts. Stop it before the log. */
export function createSync(deps: Deps, shops: ShopDirectory): SyncEdge {
  const { log, clock, vault } = deps
  const trusts = trustedProxies(deps.config.trustProxy)
  const presence = new Presence(systemClock, (shopId) => log.feed(shopId))
  const shared: Omit<SyncParts, 'authenticate'> = {
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
    presence,
    memo: new FrameMemo(),
    limits,
    onFault: (fault) => deps.logger.error({ err: fault }, 'sync failed'),
  }
  const edge = createSyncEdge({
    clock: systemClock,
    // What sends no Origin is no browser, and shows its token in the hello (S12).
    mayConnect: (request) => isOwnOrigin(request, trusts),
    // Only what the hello needs of the upgrade is kept: five thousand requests would weigh more than their connections.
    sync(request) {
      const upgrade = upgradeOf(request, isSecure(request, trusts))
      return Object.assign(Object.create(shared) as typeof shared, {
        authenticate: (hello: UpFrames['hello']) => authenticate(deps, shops, hello, upgrade),
      })
    },
  })
  deps.sessionsRevoked.listen(({ sessionId }) => {
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
  const names = await personNames(deps.db, await deps.vault.shop(shopId), shopId, [personId])
  return {
    shopId,
    personId,
    class: classOf(asker),
    desk: asker.class === 'staff' && isDesk(asker.roles),
    name: names.get(personId) ?? '',
    sessionId,
    locale: hello.locale,
    guests: asker.class === 'customer' ? await guestsOf(deps.db, shopId, personId) : [],
  }
}
