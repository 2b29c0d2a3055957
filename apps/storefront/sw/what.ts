/** What the service worker does with a request: which of its caches answers, or none (C9). */
export type What = 'page' | 'asset' | 'catalogue' | 'picture' | 'none'

interface Asked {
  readonly method: string
  readonly mode: string
  readonly url: string
}

/** The shop itself isn't among them: the page keeps it, and an answer of yesterday would put its clock back. */
const catalogueQueries = new Set(['/api/product.list', '/api/product.get', '/api/calendar.get'])

/** `origin` is the worker's own; other origins, commands, the console and everything personal go to the network untouched. */
export function whatOf({ method, mode, url }: Asked, origin: string): What {
  const { origin: asked, pathname } = new URL(url)
  if (method !== 'GET' || asked !== origin) return 'none'
  if (mode === 'navigate') return pathname === '/' || /^\/s\/[^/]+\/?$/.test(pathname) ? 'page' : 'none'
  if (pathname.startsWith('/assets/')) return 'asset'
  if (catalogueQueries.has(pathname)) return 'catalogue'
  // A clip is asked for in parts, and one alone would fill the room of all pictures.
  return pathname.startsWith('/files/') && pathname.endsWith('.webp') ? 'picture' : 'none'
}

/** Only what the server calls public is everybody's on this device; hand-over pictures are not. */
export function mayKeep(cacheControl: string | null): boolean {
  return /\bpublic\b/.test(cacheControl ?? '')
}

/** One device may visit several shops: the shop is part of what is asked. */
export function keyOf({ mode, url }: Pick<Asked, 'mode' | 'url'>, shop: string): string {
  const asked = new URL(url)
  if (mode === 'navigate') return asked.origin + asked.pathname
  asked.searchParams.set('of-shop', shop)
  return asked.href
}
