import { once } from 'node:events'
import { createServer, type RequestListener, type Server as HttpServer } from 'node:http'
import type { Server } from 'node:net'

const portsTried = 200

/**
 * How long a request may take to come in, ms: headers are a packet or two, a film from the mountain takes minutes. A sender that dawdles
 * holds a connection, and the room of its body, no longer.
 */
export const patience = { headersTimeout: 20_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000 }

export function httpServer(routing: RequestListener, within = patience): HttpServer {
  return createServer(within, routing)
}

/** Listens on `port` or the next free one, on every address of the machine; 0: any. Answers the port. */
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
      if (!isUnavailable(fault) || port === 0 || next - port + 1 >= tries || next >= 65_535) throw fault
      next++
    }
  }
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
