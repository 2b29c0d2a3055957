import type { Locale } from '@bobber/protocol'
import type { Client } from '../client.ts'
import { createClient } from '../create.ts'
import type { Request, Response, Socket, SocketEars, Store } from '../index.ts'
import type { Change } from '../store/store.ts'

export interface WxStorage {
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
  removeStorageSync(key: string): void
  getStorageInfoSync(): { keys: string[] }
}

/** The few calls of a mini program's `wx` that the client needs. Injected: this package never reads a global. */
export interface Wx extends WxStorage {
  connectSocket(options: { url: string }): {
    onOpen(heard: () => void): void
    onMessage(heard: (message: { data: string | ArrayBuffer }) => void): void
    onClose(heard: (close: { code: number; reason: string }) => void): void
    onError(heard: () => void): void
    send(options: { data: string }): void
    close(options: { code: number }): void
  }
  request(options: {
    url: string
    method: 'GET' | 'POST'
    header: Record<string, string>
    data?: string
    success(reply: { statusCode: number; data: unknown }): void
    fail(fault: unknown): void
  }): void
  onAppShow(heard: () => void): void
  onAppHide(heard: () => void): void
  onNetworkStatusChange(heard: (status: { isConnected: boolean }) => void): void
}

export interface WechatOptions {
  wx: Wx
  url: string
  locale(): Locale
  shop?: string
  newId(): string
  random(): number
  clock: { now(): number; setTimeout(run: () => void, ms: number): () => void }
  fault: (cause: unknown) => void
}

/** The client of a WeChat mini program: one socket, `wx` storage, no cookies. */
export function wechatClient(options: WechatOptions): Client {
  const { wx, ...rest } = options
  const client = createClient({
    ...rest,
    openSocket: (url, ears) => openSocket(wx, url, ears),
    store: wechatStore(wx),
    fetch: (url, request) => ask(wx, url, request),
    surface: 'storefront',
    tab: options.newId(),
    keepsToken: true,
  })
  wx.onAppShow(() => client.wake())
  wx.onAppHide(() => client.away())
  wx.onNetworkStatusChange(({ isConnected }) => isConnected && client.wake())
  return client
}

const prefix = 'bobber/'
const journal = 'bobber-journal'

/**
 * `wx` storage writes one key at a time. What a batch will overwrite first stands in the journal's one key; a batch that fails, or that was
 * cut, is undone from there, and is struck off only then: at once, at the next batch, or at the next start.
 */
export function wechatStore(wx: WxStorage): Store {
  const keys = () => wx.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix))
  const carryOut = (changes: readonly Change[]) => {
    for (const one of changes) {
      if ('put' in one) wx.setStorageSync(prefix + one.put, one.value)
      else if ('drop' in one) wx.removeStorageSync(prefix + one.drop)
      else for (const key of keys()) if (key.startsWith(prefix + one.under)) wx.removeStorageSync(key)
    }
  }
  /** What brings back the rows that these changes touch. What is new goes first: it makes room for what comes back. */
  const inverse = (changes: readonly Change[]): Change[] => {
    const there = keys()
    const touched = new Set(
      changes.flatMap((one) => {
        if ('under' in one) return there.filter((key) => key.startsWith(prefix + one.under))
        return [prefix + ('put' in one ? one.put : one.drop)]
      }),
    )
    const [old, fresh] = [there.filter((key) => touched.has(key)), [...touched].filter((key) => !there.includes(key))]
    return [
      ...fresh.map((key) => ({ drop: key.slice(prefix.length) })),
      ...old.map((key) => ({ put: key.slice(prefix.length), value: wx.getStorageSync(key) })),
    ]
  }
  const undo = () => {
    const left = wx.getStorageSync(journal)
    if (!Array.isArray(left)) return
    carryOut(left as Change[])
    wx.removeStorageSync(journal)
  }
  const batch = (changes: readonly Change[]) => {
    undo()
    wx.setStorageSync(journal, inverse(changes))
    try {
      carryOut(changes)
    } catch (cause) {
      undo()
      throw cause
    }
    wx.removeStorageSync(journal)
  }
  undo()
  return {
    // A missing key reads as an empty text in `wx`.
    get: (key) => Promise.resolve(keys().includes(prefix + key) ? wx.getStorageSync(prefix + key) : undefined),
    list(under) {
      const found = keys().filter((key) => key.startsWith(prefix + under))
      return Promise.resolve(found.toSorted().map((key) => [key.slice(prefix.length), wx.getStorageSync(key)]))
    },
    batch: (changes) =>
      new Promise((resolve) => {
        batch(changes)
        resolve()
      }),
    close: () => Promise.resolve(),
  }
}

function openSocket(wx: Wx, url: string, ears: SocketEars): Socket {
  const task = wx.connectSocket({ url })
  let over = false
  const end = (code: number, reason: string) => {
    if (over) return
    over = true
    ears.closed(code, reason)
  }
  task.onOpen(() => ears.opened())
  task.onMessage(({ data }) => {
    if (typeof data === 'string') ears.heard(data)
  })
  task.onClose(({ code, reason }) => end(code, reason))
  task.onError(() => end(1006, ''))
  return { send: (data) => task.send({ data }), close: () => task.close({ code: 1000 }) }
}

function ask(wx: Wx, url: string, request: Request): Promise<Response> {
  if (typeof request.body === 'object') return Promise.reject(new Error('mini programs upload files through wx.uploadFile'))
  return new Promise((resolve, reject) => {
    wx.request({
      url,
      method: request.method,
      header: request.headers,
      ...(typeof request.body === 'string' && { data: request.body }),
      success: ({ statusCode, data }) => resolve({ status: statusCode, json: () => Promise.resolve(data) }),
      fail: (fault) => reject(fault instanceof Error ? fault : new Error('wx.request failed', { cause: fault })),
    })
  })
}
