import type { ShopView } from '@bobber/protocol'
import type { Route } from '../route.ts'

/** A main page. */
export type Place = 'shop' | 'talks' | 'rentals'

/** The main pages of a shop; what it has switched off isn't among them (C11). */
export function placesOf({ chat, rental, sale }: ShopView['switches']): Place[] {
  return ['shop', ...(chat ? (['talks'] as const) : []), ...(rental || sale ? (['rentals'] as const) : [])]
}

/** The main page a screen belongs to; null for those on the way, such as signing in. */
export function placeOf(route: Route): Place | null {
  if (route.at === 'shop' || route.at === 'product') return 'shop'
  if (route.at === 'talks' || route.at === 'talk') return 'talks'
  return route.at === 'rentals' || route.at === 'order' ? 'rentals' : null
}
