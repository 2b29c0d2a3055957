const place = 'bobber-console-shop'

/**
 * Which shop this browser works for: the address's `?shop=slug`, which is remembered, else the one remembered; undefined: the
 * server's first shop. An empty `?shop=` goes back to that. A link of an owner or for an invitation holds for the shop it
 * names, so without a name it is the first shop's, whatever was remembered.
 */
export function shopOf(
  address: { pathname: string; search: string },
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): string | undefined {
  const named = new URLSearchParams(address.search).get('shop')
  const isLink = /\/(owner|invitation|password)\/?$/.test(address.pathname)
  const slug = named ?? (isLink ? '' : (memory.getItem(place) ?? ''))
  if (slug === '') {
    memory.removeItem(place)
    return undefined
  }
  memory.setItem(place, slug)
  return slug
}

/** A remembered shop that this server doesn't have (another server answers at the same address) is forgotten. */
export function forgetShop(memory: Pick<Storage, 'getItem' | 'removeItem'>): boolean {
  if (memory.getItem(place) === null) return false
  memory.removeItem(place)
  return true
}

/** A link that staff hand on, whole and for this shop: customers' at `/s/<slug>/`, colleagues' with `?shop=slug`. */
export function handedOn(path: string, origin: string, slug: string | undefined): string {
  const link = new URL(path, origin)
  if (slug === undefined) return link.href
  if (link.pathname.startsWith('/console/')) link.searchParams.set('shop', slug)
  else if (link.pathname === '/') link.pathname = `/s/${slug}/`
  return link.href
}
