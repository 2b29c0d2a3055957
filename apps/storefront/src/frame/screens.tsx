import { ShopPage } from '../catalogue/shop-page.tsx'
import { Later, later } from '../parts/later.tsx'
import { Empty } from '../parts/notice.tsx'
import type { Route } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useTitle } from './title.ts'

const product = later(async () => (await import('../catalogue/product-page.tsx')).ProductPage)
const talks = later(async () => (await import('../talk/talks-page.tsx')).TalksPage)
const talk = later(async () => (await import('../talk/talk-page.tsx')).TalkPage)
const rentals = later(async () => (await import('../orders/rentals-page.tsx')).RentalsPage)
const order = later(async () => (await import('../orders/order-page.tsx')).OrderPage)
const signIn = later(async () => (await import('../people/sign-in-page.tsx')).SignInPage)
const join = later(async () => (await import('../people/join-page.tsx')).JoinPage)

/** Brings the other screens while the first one is looked at, so that they open at once and without a network too. */
export async function bringScreens(): Promise<void> {
  for (const part of [product, talk, rentals, order, signIn, talks]) await part.load()
}

/** The screen an address names; talking that was switched off since is over, also for whoever is just writing (C11). */
export function Screen({ route }: { route: Route }) {
  const { t, shop } = useStorefront()
  const off = (route.at === 'talks' || route.at === 'talk') && !shop.switches.chat
  if (off) return <Elsewhere title={t.talkOff} hint={t.talkOffHint} />
  switch (route.at) {
    case 'shop':
      return <Shop />
    case 'product':
      return <Later key={route.productId} part={product} props={{ productId: route.productId }} />
    case 'talks':
      return <Later key="talks" part={talks} props={{}} />
    case 'talk':
      return <Later key={route.conversationId} part={talk} props={{ conversationId: route.conversationId }} />
    case 'rentals':
      return <Later key="rentals" part={rentals} props={{}} />
    case 'order':
      return <Later key={route.orderId} part={order} props={{ orderId: route.orderId }} />
    case 'signIn':
      return <Later key="sign-in" part={signIn} props={{ back: route.back }} />
    case 'join':
      return <Later key="join" part={join} props={{ token: route.token }} />
    case 'nowhere':
      return <Elsewhere title={t.nowhere} hint={t.nowhereHint} />
  }
}

function Shop() {
  useTitle(undefined)
  return <ShopPage />
}

function Elsewhere({ title, hint }: { title: string; hint: string }) {
  const { t } = useStorefront()
  return (
    <Empty icon="search" title={title} hint={hint}>
      <a class="button" href="#/">
        {t.toShop}
      </a>
    </Empty>
  )
}
