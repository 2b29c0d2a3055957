import { type Me, type RouteName, type ShopView, type StaffRole, routes } from '@bobber/protocol'
import { createContext, useContext } from 'react'

export interface Place {
  me: Me
  shop: ShopView
}
export const PlaceContext = createContext<Place | null>(null)

/** Who I am and which shop this is; every screen behind the sign-in has both. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error('a screen before the sign-in')
  return place
}

/** Whether my roles may ask this: the same table the server decides with. */
export function useMay(): (name: RouteName) => boolean {
  const { me } = usePlace()
  return (name) => mayAsk(me.roles, name)
}

export function mayAsk(roles: readonly StaffRole[], name: RouteName): boolean {
  return routes[name].may.some((role) => roles.some((mine) => mine === role))
}
