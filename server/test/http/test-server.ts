import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Calls, type RouteName, routes, type StaffRole, type WordedRefusal } from '@bobber/protocol'
import type { FastifyInstance } from 'fastify'
import { readConfig } from '../../src/config.ts'
import { createApp } from '../../src/edge/http/app.ts'
import { allHandlers } from '../../src/edge/http/handlers.ts'
import { createLink } from '../../src/modules/people/links.ts'
import { addShop, firstShop } from '../../src/modules/shops/index.ts'
import { openDeps } from '../../src/open-deps.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { createShopDirectory } from '../../src/platform/shops.ts'
import { peoplePorts, providers, shopPorts } from '../../src/ports.ts'
import { createReleases } from '../../src/release.ts'
import { freshDatabase } from '../database.ts'

export interface Answer<K extends RouteName> {
  status: number
  reply: Calls[K]['reply']
  refusal: WordedRefusal
  cookies: string[]
}

export interface AskOptions {
  token?: string | undefined
  surface?: 'storefront' | 'console'
  shop?: string
  headers?: Record<string, string>
}

/** The whole server but its listeners, on a database and folder of its own: a practice shop at 09:00 of the story's Friday. */
export interface TestServer {
  deps: Deps
  app: FastifyInstance
  shopId: string
  /** lines that stood in the server's window */
  window: string[]
  /** Asks a route as a client does. */
  ask<K extends RouteName>(name: K, body: object, options?: AskOptions): Promise<Answer<K>>
  /** Signs the owner in by her link; further shops' owners too. Answers the token. */
  owner(shop?: string): Promise<string>
  staff(ownerToken: string, role: StaffRole): Promise<string>
  /** Signs a customer in by the code from the window. */
  customer(phone: string, options?: AskOptions & { name?: string }): Promise<string>
  /** Moves the practice clock forward. */
  pass(ms: number): void
  secondShop(): Promise<string>
  close(): Promise<void>
}

/** Tests ask more in a second than people in an hour. */
const freely = { perSecond: 1e6, burst: 1e6 }
const limits = { network: freely, pictures: freely, session: freely }

export const password = 'crane harbor 9'

export async function testServer(): Promise<TestServer> {
  const fresh = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'bobber-http-'))
  const { user, password: secret, host, port, database } = fresh.connection
  const config = readConfig({
    DATA_DIR: folder,
    DATABASE_URL: `postgresql://${user}:${encodeURIComponent(secret)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    CLOCK: '2026-11-27T09:00+08:00',
    LOG_LEVEL: 'debug',
  })
  const window: string[] = []
  const releases = createReleases()
  const deps = await openDeps(config, { write: (line) => void window.push(line) }, releases)
  const shopId = await firstShop(deps)
  const handlers = allHandlers({ people: peoplePorts, shops: shopPorts, payments: providers })
  const app = await createApp({ deps, shops: createShopDirectory(deps.db), handlers, version: 'test', trust: () => undefined, limits })
  releases.push('app', () => app.close())

  async function ask<K extends RouteName>(name: K, body: object, options: AskOptions = {}): Promise<Answer<K>> {
    const { token, surface = 'storefront', shop, headers = {} } = options
    const isQuery = routes[name].verb === 'GET' || 'upload' in routes[name]
    const query = new URLSearchParams(Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]))
    const response = await app.inject({
      method: routes[name].verb,
      url: `/api/${name}${isQuery ? `?${query.toString()}` : ''}`,
      headers: {
        'bobber-surface': surface,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(shop !== undefined && { 'bobber-shop': shop }),
        ...(!isQuery && { 'content-type': 'application/json' }),
        ...('once' in routes[name] && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(!isQuery && { payload: JSON.stringify(body) }),
      ...('upload' in routes[name] && { payload: 'file' }),
    })
    const json: unknown = response.json()
    const cookies = [response.headers['set-cookie'] ?? []].flat()
    return { status: response.statusCode, reply: json as Calls[K]['reply'], refusal: json as WordedRefusal, cookies }
  }

  async function owner(shop?: string): Promise<string> {
    const id = await createShopDirectory(deps.db).idOf(shop)
    if (id === undefined) throw new Error('no such shop')
    // A window gives this link only as long as there is no owner.
    const link = { shopId: id, kind: 'owner', content: {}, by: null } as const
    const { token } = await createLink(deps.db, deps, await deps.vault.shop(id), link)
    const login = `owner-${randomUUID().slice(0, 8)}`
    const at = { surface: 'console', ...(shop !== undefined && { shop }) } as const
    const { reply } = await ask('ownerLink.use', { token, name: '店主', login, password, shopName: '小店' }, at)
    return reply.token
  }

  return {
    deps,
    app,
    shopId,
    window,
    ask,
    owner,
    async staff(ownerToken, role) {
      const made = await ask('invitation.create', { name: `同事 ${role}`, roles: [role] }, { token: ownerToken, surface: 'console' })
      const body = { token: made.reply.token, login: `${role}-${randomUUID().slice(0, 8)}`, password }
      return (await ask('invitation.accept', body, { surface: 'console' })).reply.token
    },
    async customer(phone, { name, ...options } = {}) {
      await ask('phoneCode.send', { phone, purpose: 'signIn' }, options)
      const code = codeIn(window)
      const confirmed = await ask('phoneCode.confirm', { phone, purpose: 'signIn', code, ...(name !== undefined && { name }) }, options)
      return confirmed.reply.token
    },
    pass(ms) {
      deps.clock.moveTo(deps.clock.now() + ms)
    },
    async secondShop() {
      await addShop(deps, { slug: 'second', name: '二店' })
      return 'second'
    },
    async close() {
      await releases.releaseAll()
      await fresh.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The newest code that stood in the window. */
export function codeIn(window: readonly string[]): string {
  return /code: (\d{6})$/.exec(window.at(-1) ?? '')?.[1] ?? 'none'
}
