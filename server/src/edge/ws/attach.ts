import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import { closeCodes } from '@bobber/protocol'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Clock } from '../../platform/clock.ts'
import { comeBack } from './reader.ts'
import { Session, type SyncParts } from './session.ts'
import { socketOf } from './socket.ts'

const reapEveryMs = 5_000
/** How long whoever is refused may take to hear it. */
const refusalMs = 1_000
/** How long the other ends may take to say goodbye when the server stops; on a dead line they never do. */
const farewellMs = 1_000

export interface SyncEdge {
  /** Takes /ws upgrades of a server; call once per listener. */
  attach(server: Server): void
  /** Closes the connections of revoked sessions. */
  closeSessions(isRevoked: (sessionId: string) => boolean): void
  everyone(): Iterable<Session>
  /** Tells everybody to come back later, and takes no more. */
  stop(): Promise<void>
}

interface Parts {
  sync: (request: IncomingMessage) => SyncParts
  clock: Clock
  /** an upgrade without an Origin comes from no browser and needs a token in its hello (S12) */
  mayConnect: (request: IncomingMessage) => boolean
}

/** The WebSocket edge: sockets in, sessions behind them. No rules here. */
export function createSyncEdge({ sync, clock, mayConnect }: Parts): SyncEdge {
  const wss = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024, perMessageDeflate: false, clientTracking: false })
  const sessions = new Map<Session, WebSocket>()
  let stopped = false
  let stopReaping = clock.setTimeout(reap, reapEveryMs)

  function reap(): void {
    for (const session of sessions.keys()) session.reap()
    stopReaping = clock.setTimeout(reap, reapEveryMs)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node hands the socket over with nobody listening: a reset would end the process.
    const broken = () => socket.destroy()
    socket.on('error', broken)
    if (stopped || request.url?.split('?')[0] !== '/ws' || !mayConnect(request)) return refuse(socket)
    wss.handleUpgrade(request, socket, head, (ws) => {
      socket.off('error', broken)
      open(ws, socket, sync(request))
    })
  }

  /** Says no, and holds the line no longer than it takes to hear it. */
  function refuse(socket: Duplex): void {
    const undo = clock.setTimeout(() => socket.destroy(), refusalMs)
    socket.once('close', undo)
    socket.resume()
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  }

  function open(ws: WebSocket, raw: Duplex, parts: SyncParts): void {
    const session = new Session(parts, socketOf(ws, raw))
    sessions.set(session, ws)
    ws.on('message', (data: Buffer, isBinary) => {
      if (isBinary) session.close(closeCodes.abuse, 'binary')
      else session.receive(data.toString('utf8'))
    })
    ws.on('error', () => {
      session.closed() // a broken frame or socket: `close` follows
    })
    ws.on('close', () => {
      sessions.delete(session)
      session.closed()
    })
  }

  return {
    attach: (server) => server.on('upgrade', upgrade),
    closeSessions(isRevoked) {
      for (const session of sessions.keys()) {
        if (session.who && isRevoked(session.who.sessionId)) session.close(closeCodes.gone, 'revoked')
      }
    },
    everyone: () => sessions.keys(),
    async stop() {
      stopped = true
      stopReaping()
      for (const session of sessions.keys()) session.close(closeCodes.restart, comeBack.soon)
      wss.close()
      for (let waited = 0; sessions.size > 0 && waited < farewellMs; waited += 20) {
        await new Promise<void>((resolve) => void clock.setTimeout(resolve, 20))
      }
      for (const ws of sessions.values()) ws.terminate()
    },
  }
}
