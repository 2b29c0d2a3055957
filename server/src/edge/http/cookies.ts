import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Surface } from '@bobber/protocol'

/** Browsers keep a cookie at most 400 days; the session behind it ends earlier by itself. */
const maxAge = 400 * 86_400

/** `__Host-` binds a cookie to this very host, and needs https. */
function cookieName(name: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}bobber-${name}`
}

/** Whose session, and where: a host has one jar for all its ports, and a server one for all its shops, so the shop is in the cookie's name. */
export interface CookieOf {
  shopId: string
  surface: Surface
  secure: boolean
}

export function sessionCookieName({ shopId, surface, secure }: CookieOf): string {
  const shop = createHash('sha256').update(shopId).digest('hex').slice(0, 8)
  return cookieName(`${surface}-${shop}`, secure)
}

/** The session token a request carries: its cookie, or `authorization: Bearer` of clients without cookies. */
export function sessionTokenOf(headers: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>, of: CookieOf): string | undefined {
  const bearer = /^Bearer ([\w-]{10,200})$/.exec(headers.authorization ?? '')?.[1]
  return bearer ?? readCookie(headers, sessionCookieName(of))
}

export function sessionCookie(of: CookieOf, token: string): string {
  return cookie(sessionCookieName(of), token, of.secure, maxAge)
}

export function endedSessionCookie(of: CookieOf): string {
  return cookie(sessionCookieName(of), '', of.secure, 0)
}

/** What a browser is recognised by before it has a session: codes are bound to it (people.md P4). */
export function deviceOf(headers: IncomingHttpHeaders, secure: boolean): string {
  return readCookie(headers, cookieName('device', secure)) ?? ''
}

export function deviceCookie(device: string, secure: boolean): string {
  return cookie(cookieName('device', secure), device, secure, maxAge)
}

function cookie(name: string, value: string, secure: boolean, seconds: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`
}

function readCookie(headers: Pick<IncomingHttpHeaders, 'cookie'>, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value && /^[\w-]{10,200}$/.test(value)) return value
  }
  return undefined
}
