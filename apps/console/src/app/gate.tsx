import { Navigate, useLocation } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useAsk } from '../data/ask.ts'
import { PlaceContext } from '../data/me.tsx'
import { Trouble, Waiting } from '../parts/states.tsx'
import { Shell } from './shell.tsx'

/** Lets staff in and sends everybody else to the sign-in, which brings them back to where they wanted to go. */
export function Gate() {
  const session = useAsk('session.current', {})
  const shop = useAsk('shop.get', {})
  const { href } = useLocation()
  const me = session.data?.me
  const place = useMemo(() => (me?.class === 'staff' && shop.data ? { me, shop: shop.data } : null), [me, shop.data])
  const problem = session.problem ?? shop.problem
  if (problem) return <Trouble problem={problem} again={() => (session.again(), shop.again())} />
  if (session.data && me?.class !== 'staff') return <Navigate to="/sign-in" search={href === '/' ? {} : { to: href }} replace />
  if (!place) return <Waiting rows={6} />
  return (
    <PlaceContext value={place}>
      <Shell />
    </PlaceContext>
  )
}
