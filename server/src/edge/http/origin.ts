import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** A page of another origin is refused, though its cookies come along; clients that are no browsers send none. */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/** Whether the person's end of the connection is https: our own, or as a trusted proxy tells. */
export function isSecure(request: IncomingMessage, trustProxy: readonly string[]): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true
  const behindProxy = trustProxy.includes(request.socket.remoteAddress ?? '')
  return behindProxy && String(request.headers['x-forwarded-proto'] ?? '').split(',')[0] === 'https'
}
