import { once } from 'node:events'
import { createServer, type RequestListener, type Server as HttpServer } from 'node:http'
import type { Server } from 'node:net'
import { CannotStart } from './platform/cannot-start.ts'

const portsTried = 200

/**
 * How long a request may take to come in, ms: headers are a packet or two, a film from the mountain takes minutes. A sender that dawdles
 * holds a connection, and the room of its body, no longer.
 */
export const patience = { headersTimeout: 20_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000 }

export function httpServer(routing: RequestListener, within = patience): HttpServer {
  return createServer(within, routing)
}

/**
 * Listens on `port` or the next free one, on every address of the machine; 0: any. Answers the port. Throws CannotStart when none of
 * `tries` can be had; one that this user may not take isn't gone past: the next hundred are forbidden, too, and nobody looks there.
 */
export async function listenFrom(server: Server, port: number, { tries = portsTried } = {}): Promise<number> {
  let host = '::'
  for (let next = port; ;) {
    try {
      server.listen({ port: next, host, exclusive: true })
      await once(server, 'listening')
      const at = server.address()
      return typeof at === 'object' && at ? at.port : next
    } catch (fault) {
      const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
      if (code === 'EAFNOSUPPORT' && host === '::') {
        host = '0.0.0.0' // a machine without IPv6
        continue
      }
      if (code === 'EACCES') throw forbidden(next, fault)
      if (code !== 'EADDRINUSE' || port === 0) throw fault
      if (next - port + 1 >= tries || next >= 65_535) throw allTaken(port, next, fault)
      next++
    }
  }
}

function forbidden(port: number, cause: unknown): CannotStart {
  return new CannotStart(
    'portForbidden',
    `Port ${port} is not for this user: on this machine the low ones belong to root.`,
    'Set PORT to 8080 or another from 1024 on (TLS_PORT for https), and let a proxy or your router pass the low one on to it.',
    { cause },
  )
}

function allTaken(from: number, to: number, cause: unknown): CannotStart {
  const which = from === to ? `Port ${from} is` : `The ports from ${from} to ${to} are all`
  return new CannotStart('portTaken', `${which} taken.`, 'Set PORT to a free one (TLS_PORT for https), or stop what listens there.', {
    cause,
  })
}

/** A port that somebody else has, or that only root may take. */
export function isUnavailable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === 'EADDRINUSE' || fault.code === 'EACCES')
}

/** Stops listening, lets answers that are under way go out, then cuts what lingers. */
export async function closeServer(server: Server & { closeIdleConnections?(): void; closeAllConnections?(): void }): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections?.()
  const cut = setTimeout(() => server.closeAllConnections?.(), 3_000)
  await closed
  clearTimeout(cut)
}
