import type { IncomingHttpHeaders } from 'node:http'
import type { Surface } from '@bobber/protocol'

/** Browsers keep a cookie at most 400 days; the session behind it ends earlier by itself. */
const maxAge = 400 * 86_400

/** `__Host-` binds a cookie to this very host, and needs https. */
function cookieName(name: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}bobber-${name}`
}

/** The session token a request carries for a surface: its cookie, or `authorization: Bearer` of clients without cookies. */
export function sessionTokenOf(headers: IncomingHttpHeaders, surface: Surface, secure: boolean): string | undefined {
  const bearer = /^Bearer ([\w-]{10,200})$/.exec(headers.authorization ?? '')?.[1]
  return bearer ?? readCookie(headers, cookieName(surface, secure))
}

export function sessionCookie(surface: Surface, token: string, secure: boolean): string {
  return cookie(cookieName(surface, secure), token, secure, maxAge)
}

export function endedSessionCookie(surface: Surface, secure: boolean): string {
  return cookie(cookieName(surface, secure), '', secure, 0)
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

function readCookie(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value && /^[\w-]{10,200}$/.test(value)) return value
  }
  return undefined
}
