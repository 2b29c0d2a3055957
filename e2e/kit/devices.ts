import { type Calls, type DownFrame, type Entry, protocolVersion, type RouteName, routes, type UpFrame } from '@bobber/protocol'
import type { Page } from 'playwright-core'
import { sessionCookieName } from '../../server/src/edge/http/cookies.ts'

/** The entries of a conversation as the page's device keeps them, oldest first: read from its own storage, not from the server. */
export async function entriesOn(page: Page, conversationId: string): Promise<Entry[]> {
  const kept = await page.evaluate(async (id) => {
    const rows: unknown[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('bobber-')) continue
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const opening = indexedDB.open(name)
        opening.addEventListener('success', () => done(opening.result))
        opening.addEventListener('error', () => failed(opening.error ?? new Error('not opened')))
      })
      const range = IDBKeyRange.bound(`log/e/${id}/`, `log/e/${id}/\uffff`)
      rows.push(
        ...(await new Promise<unknown[]>((done, failed) => {
          const asked: IDBRequest<unknown[]> = database.transaction('rows').objectStore('rows').getAll(range)
          asked.addEventListener('success', () => done(asked.result))
          asked.addEventListener('error', () => failed(asked.error ?? new Error('not read')))
        })),
      )
      database.close()
    }
    return rows
  }, conversationId)
  return kept as Entry[]
}

/** A call of the SDK's HTTP without a page, for the people who stand beside the story. Throws what was refused. */
export async function ask<K extends RouteName>(
  who: { base: string; surface: 'storefront' | 'console'; token?: string },
  name: K,
  body: Calls[K]['body'],
): Promise<Calls[K]['reply']> {
  const { base, surface, token } = who
  const isQuery = routes[name].verb === 'GET'
  const query = isQuery ? `?${new URLSearchParams(Object.entries(body).map(([key, value]) => [key, textOf(value)])).toString()}` : ''
  const response = await fetch(`${base}/api/${name}${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: {
      'bobber-surface': surface,
      'idempotency-key': crypto.randomUUID(),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(!isQuery && { 'content-type': 'application/json' }),
    },
    ...(!isQuery && { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`)
  return answer as Calls[K]['reply']
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The cookie that a browser has after signing in on an app of the first shop. */
export async function cookieOf(base: string, surface: 'storefront' | 'console', token: string) {
  const { shopId } = await ask({ base, surface }, 'shop.get', {})
  return { name: sessionCookieName({ shopId, surface, secure: base.startsWith('https:') }), value: token, url: base }
}

/** Somebody who listens at the socket as a device does: snapshot, resume, live, and again when it breaks. */
export interface Listener {
  /** every frame that came, as text */
  readonly frames: string[]
  close(): void
}

export function listenIn(base: string, token: string): Listener {
  const frames: string[] = []
  const device = crypto.randomUUID()
  let closed = false
  let socket: WebSocket | undefined
  const open = (): void => {
    if (closed) return
    const opened = new WebSocket(`${base.replace('http', 'ws')}/ws`)
    socket = opened
    const send = (frame: UpFrame): void => {
      if (opened.readyState === WebSocket.OPEN) opened.send(JSON.stringify(frame))
    }
    const pings = setInterval(() => send({ t: 'ping' }), 20_000)
    opened.addEventListener('open', () =>
      send({ t: 'hello', version: protocolVersion, surface: 'storefront', token, device, locale: 'zh' }),
    )
    opened.addEventListener('message', ({ data }) => {
      frames.push(String(data))
      const frame = JSON.parse(String(data)) as DownFrame
      if (frame.t === 'resync') send({ t: 'snapshot', ref: 1 })
      // Only who has resumed is sent what happens.
      if (frame.t === 'snapshot') send({ t: 'resume', resume: frame.resume })
    })
    opened.addEventListener('close', () => {
      clearInterval(pings)
      setTimeout(open, 250)
    })
  }
  open()
  return {
    frames,
    close() {
      closed = true
      socket?.close()
    },
  }
}
