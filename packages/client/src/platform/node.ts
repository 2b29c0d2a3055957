import type { Ack, Locale, Surface } from '@bobber/protocol'
import { uuidv7 } from 'uuidv7'
import { WebSocket } from 'ws'
import type { Client } from '../client.ts'
import { createClient } from '../create.ts'
import type { Socket, SocketEars, Store } from '../index.ts'
import { openJournal } from './journal.ts'

export interface NodeOptions {
  /** the shop's address without a path */
  url: string
  surface: Surface
  store: Store
  locale?: Locale
  shop?: string
  /** a session to begin with; a later one (signing in) is kept in the store */
  token?: string
  /** Where sockets go instead of `url`'s host, e.g. through a faulty proxy: ws://127.0.0.1:port. */
  socketUrl?: string
  /** a file to which each ack is appended, one JSON a line, on disk before anything else happens to it */
  ackJournal?: string
  fault: (cause: unknown) => void
}

/** A client in Node: for the command line, tills and fault runs. */
export function nodeClient(options: NodeOptions): Client {
  const { url, surface, store, locale = 'zh', shop, token, socketUrl, ackJournal, fault } = options
  const journal = ackJournal === undefined ? undefined : openJournal(ackJournal)
  return createClient({
    clock: {
      now: () => Date.now(),
      setTimeout(run, ms) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    },
    random: Math.random,
    newId: uuidv7,
    openSocket: (address, ears) => openSocket(socketUrl === undefined ? address : through(socketUrl, address), ears),
    store,
    fetch: (address, request) => fetch(address, request),
    url,
    surface,
    locale: () => locale,
    ...(shop !== undefined && { shop }),
    ...(token !== undefined && { token }),
    tab: uuidv7(),
    keepsToken: true,
    ...(journal !== undefined && { acked: (ack: Ack) => journal.write(ack) }),
    fault,
  })
}

function through(socketUrl: string, address: string): string {
  const { pathname, search } = new URL(address)
  return socketUrl + pathname + search
}

function openSocket(url: string, ears: SocketEars): Socket {
  const socket = new WebSocket(url, { handshakeTimeout: 10_000, perMessageDeflate: false })
  let over = false
  const end = (code: number, reason: string) => {
    if (over) return
    over = true
    ears.closed(code, reason)
  }
  socket.on('open', () => ears.opened())
  socket.on('message', (data: Buffer, binary: boolean) => {
    if (!binary) ears.heard(data.toString('utf8'))
  })
  socket.on('close', (code, reason) => end(code, reason.toString('utf8')))
  socket.on('error', () => end(1006, ''))
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    // A dead line answers no closing handshake; waiting for it would keep the process.
    close: () => socket.terminate(),
  }
}
