import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import { useAsk } from '../data/ask.ts'
import { forgetDrafts } from '../data/drafts.ts'
import { PlaceContext } from '../data/me.tsx'
import { forgetShop } from '../data/which-shop.ts'
import { Trouble, Waiting } from '../parts/states.tsx'
import { Shell } from './shell.tsx'

/** Lets staff in and sends everybody else to the sign-in, which brings them back to where they wanted to go. */
export function Gate() {
  const session = useAsk('session.current', {})
  const shop = useAsk('shop.get', {})
  const me = session.data?.me
  const place = useMemo(() => (me?.class === 'staff' && shop.data ? { me, shop: shop.data } : null), [me, shop.data])
  const problem = session.problem ?? shop.problem
  const unknown = problem?.kind === 'refused' && problem.refusal.code === 'notFound'
  useEffect(() => {
    // A server that doesn't have the remembered shop: its own first shop is opened instead.
    if (unknown && forgetShop(localStorage)) location.replace('/console/')
  }, [unknown])
  if (problem) return <Trouble problem={problem} again={() => (session.again(), shop.again())} />
  if (session.data && me?.class !== 'staff') return <ToSignIn />
  if (!place) return <Waiting rows={6} />
  return (
    <PlaceContext value={place}>
      <Shell />
    </PlaceContext>
  )
}

/**
 * Goes to the sign-in, once. The router's own Navigate goes again at every render, and each going renders anew as long as the page it
 * leads to is still being fetched: on a slow line that never ended.
 */
function ToSignIn() {
  const navigate = useNavigate()
  const { href } = useLocation()
  const gone = useRef(false)
  useEffect(() => {
    if (gone.current) return
    gone.current = true
    forgetDrafts()
    void navigate({ to: '/sign-in', search: href === '/' ? {} : { to: href }, replace: true })
  }, [navigate, href])
  return <Waiting rows={6} />
}
