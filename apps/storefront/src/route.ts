import { useEffect, useMemo, useState } from 'preact/hooks'

/** Where in the storefront someone is. It stands after the `#`, so that a saved or shared address opens the same screen. */
export type Route =
  | { readonly at: 'shop' }
  | { readonly at: 'product'; readonly productId: string }
  | { readonly at: 'talks' }
  | { readonly at: 'talk'; readonly conversationId: string }
  | { readonly at: 'rentals' }
  | { readonly at: 'order'; readonly orderId: string }
  | { readonly at: 'signIn'; readonly back: string }
  | { readonly at: 'join'; readonly token: string }
  | { readonly at: 'nowhere' }

/** Reads the part of an address after `#`; what it doesn't know is `nowhere`, never a guess. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?')
  const [head = '', id = '', ...rest] = path.split('/').map(decoded)
  if (rest.length > 0) return { at: 'nowhere' }
  if (id === '') return withoutId(head, query)
  if (head === 'p') return { at: 'product', productId: id }
  if (head === 'c') return { at: 'talk', conversationId: id }
  if (head === 'o') return { at: 'order', orderId: id }
  if (head === 'join') return { at: 'join', token: id }
  return { at: 'nowhere' }
}

function withoutId(head: string, query: string): Route {
  if (head === '') return { at: 'shop' }
  if (head === 'talk') return { at: 'talks' }
  if (head === 'rentals') return { at: 'rentals' }
  if (head === 'sign-in') return { at: 'signIn', back: backOf(query) }
  return { at: 'nowhere' }
}

/** Only an address of this page is followed back; `#` in front keeps it one. */
function backOf(query: string): string {
  const back = new URLSearchParams(query).get('back') ?? ''
  return back.startsWith('#/') ? back : '#/'
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The address of a route, `#/p/…`; the inverse of `parseRoute`. */
export function addressOf(route: Route): string {
  switch (route.at) {
    case 'shop':
    case 'nowhere':
      return '#/'
    case 'product':
      return `#/p/${encodeURIComponent(route.productId)}`
    case 'talks':
      return '#/talk'
    case 'talk':
      return `#/c/${encodeURIComponent(route.conversationId)}`
    case 'rentals':
      return '#/rentals'
    case 'order':
      return `#/o/${encodeURIComponent(route.orderId)}`
    case 'signIn':
      return `#/sign-in?back=${encodeURIComponent(route.back)}`
    case 'join':
      return `#/join/${encodeURIComponent(route.token)}`
  }
}

export function go(route: Route): void {
  location.hash = addressOf(route)
}

/** As `go`, without a step that "back" would return to: for screens that are done with once they are left. */
export function goInstead(address: string): void {
  location.replace(address)
}

/** Follows the address, from its first drawing on: what was opened before this listened is looked at, too (C18). */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const moved = (): void => setHash(location.hash)
    moved()
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  return useMemo(() => parseRoute(hash), [hash])
}
