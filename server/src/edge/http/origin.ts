import type { IncomingMessage } from 'node:http'
import type { Trusts } from '../../platform/proxies.ts'

/**
 * A page of another origin is refused, though its cookies come along; clients that are no browsers send none. http and https of one host
 * are two origins: a page that came over plain http may be anybody's.
 */
export function isOwnOrigin(request: IncomingMessage, trusts: Trusts): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).origin === ownOrigin(request, trusts)
}

/** Whether the person's end of the connection is https: our own, or as a trusted proxy tells. */
export function isSecure(request: IncomingMessage, trusts: Trusts): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true
  return told(request, 'x-forwarded-proto', trusts) === 'https'
}

/** Where the visitor found this server; undefined: he names no host that could be one. */
function ownOrigin(request: IncomingMessage, trusts: Trusts): string | undefined {
  const host = told(request, 'x-forwarded-host', trusts) ?? request.headers.host ?? ''
  const address = `${isSecure(request, trusts) ? 'https' : 'http'}://${host}`
  return URL.canParse(address) ? new URL(address).origin : undefined
}

/** What the proxy next to us says: of several proxies' words the last. */
function told(request: IncomingMessage, header: string, trusts: Trusts): string | undefined {
  if (!trusts(request.socket.remoteAddress)) return undefined
  return (
    String(request.headers[header] ?? '')
      .split(',')
      .at(-1)
      ?.trim() || undefined
  )
}
