import { type Route, type RouteName, routes, type WordedRefusal } from '@bobber/protocol'
import { delayMs } from '../connection/backoff.ts'
import type { Environment, Request, Response } from '../environment.ts'

/** A call that the server answered with a fault of its own (HTTP 500). */
export class ServerFault extends Error {
  constructor(name: RouteName, status: number) {
    super(`${name} was answered with ${status}`)
    this.name = 'ServerFault'
  }
}

/** How often a question is asked when nobody answers; a command that moves money or stock is asked until somebody does. */
const queryTries = 3

export interface Caller {
  env: Environment
  token: () => string | undefined
  /** the client was closed: nobody waits for answers any more */
  closed: () => boolean
}

/**
 * One route over HTTP. Resolves to the reply or a refusal; throws `ServerFault` when the server failed. A `once` command keeps its
 * idempotency key over every try, so a lost answer is asked for again (L4); other commands are never repeated.
 */
export async function call(caller: Caller, name: RouteName, body: Record<string, unknown>, file?: Blob): Promise<unknown> {
  const { env } = caller
  const route: Route = routes[name]
  const key = route.once === true ? env.newId() : undefined
  const tries = key !== undefined ? Number.POSITIVE_INFINITY : route.verb === 'GET' ? queryTries : 1
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(caller, name, route, body, file, key)
    if (answer !== 'lost') return answer
    if (attempt >= tries || caller.closed()) return offline(env)
    await wait(env, delayMs(attempt - 1, env.random()))
  }
}

async function ask(
  caller: Caller,
  name: RouteName,
  route: Route,
  body: Record<string, unknown>,
  file: Blob | undefined,
  key: string | undefined,
): Promise<unknown> {
  let response: Response
  let answer: unknown
  try {
    const [url, request] = requestOf(caller, name, route, body, file, key)
    response = await caller.env.fetch(url, request)
    answer = await response.json()
  } catch {
    return 'lost'
  }
  // A proxy's own 502–504 says nothing about what the server did.
  if (response.status >= 502) return 'lost'
  // Below 500 the server speaks in refusals; checking the code against the table of all would bring their words into every page.
  if (response.status < 500) return answer
  // The outcome of a command that met a fault is open: its key finds out.
  if (key !== undefined) return 'lost'
  throw new ServerFault(name, response.status)
}

function requestOf(
  { env, token }: Caller,
  name: RouteName,
  route: Route,
  body: Record<string, unknown>,
  file: Blob | undefined,
  key: string | undefined,
): [string, Request] {
  const session = token()
  const headers: Record<string, string> = {
    'bobber-surface': env.surface,
    'bobber-locale': env.locale(),
    ...(env.shop !== undefined && { 'bobber-shop': env.shop }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(session !== undefined && { authorization: `Bearer ${session}` }),
  }
  const url = `${env.url}/api/${name}`
  if (route.verb === 'GET') return [url + queryOf(body), { method: 'GET', headers }]
  if (route.upload === true && file !== undefined) {
    return [url + queryOf(body), { method: 'POST', headers: { ...headers, 'content-type': file.type }, body: file }]
  }
  return [url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }]
}

/** Numbers and booleans as text, anything deeper as JSON. */
function queryOf(body: Record<string, unknown>): string {
  const pairs = Object.entries(body).filter(([, value]) => value !== undefined)
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  return pairs.length === 0
    ? ''
    : `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(text(value))}`).join('&')}`
}

function offline(env: Environment): WordedRefusal {
  return env.locale() === 'zh'
    ? { code: 'offline', message: '连不上店铺', remedy: '请检查网络后再试。' }
    : { code: 'offline', message: 'The shop can’t be reached', remedy: 'Check your network and try again.' }
}

function wait(env: Environment, ms: number): Promise<void> {
  return new Promise((done) => {
    env.clock.setTimeout(done, ms)
  })
}
