import type { Client } from '@bobber/client/client'
import { beginAnewWhenEnded } from '@bobber/client/platform/browser'
import type { Me, ShopView } from '@bobber/protocol'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { answersOf } from '../answers.ts'
import { forgetPerson, keep } from '../kept.ts'
import { useFreshOrders } from '../orders/use-fresh-orders.ts'
import { Later, later } from '../parts/later.tsx'
import { type Route, useRoute } from '../route.ts'
import { applySettings, keepSettings, type Settings } from '../settings.ts'
import type { ShopClock } from '../shop-clock.ts'
import { StorefrontContext } from '../storefront.ts'
import { loadStrings, type Strings } from '../strings/index.ts'
import { useAway } from '../use-away.ts'
import { Navigation } from './navigation.tsx'
import { PracticeBanner } from './practice-banner.tsx'
import { bringScreens, Screen } from './screens.tsx'
import { StatusLine } from './status-line.tsx'
import { useShop } from './use-shop.ts'

const settingsSheet = later(async () => (await import('./settings-sheet.tsx')).SettingsSheet)

interface Props {
  readonly client: Client
  readonly shop: ShopView
  readonly clock: ShopClock
  readonly first: { readonly me: Me | null; readonly settings: Settings; readonly strings: Strings }
}

/** The whole page: what frames every screen, and the screen the address names. */
export function App({ client, shop: firstShop, clock, first }: Props) {
  const route = useRoute()
  const [me, setMe] = useState(first.me)
  const shop = useShop(client, clock, firstShop, me !== null)
  const answers = useMemo(
    () =>
      answersOf(
        (name, body) => client.call(name, body),
        () => clock.now(),
      ),
    [client, clock],
  )
  useFreshOrders(client, answers)
  const away = useAway(client, clock, me !== null)
  const [{ settings, strings }, setLiked] = useState({ settings: first.settings, strings: first.strings })
  const [settingsOpen, setSettingsOpen] = useState(false)
  const storefront = useMemo(
    () => ({
      client,
      shop,
      clock,
      answers,
      away,
      me,
      settings,
      t: strings,
      change: async (changed: Settings) => {
        const words = await loadStrings(changed.locale)
        applySettings(changed, document.documentElement)
        keepSettings(changed)
        setLiked({ settings: changed, strings: words })
      },
      signedIn: (newMe: Me) => {
        answers.forget()
        // What a guest began to write or to choose goes on as the customer's.
        if (me?.class === 'customer' && me.personId !== newMe.personId) forgetPerson()
        keep('me', newMe)
        setMe(newMe)
      },
      signOut: async () => {
        const refusal = await client.signOut()
        if (refusal) return { kind: 'refused' as const, refusal }
        answers.forget()
        forgetPerson()
        setMe(null)
        return null
      },
    }),
    [client, shop, clock, answers, away, me, settings, strings],
  )
  useEffect(() => (me ? beginAnewWhenEnded(client) : undefined), [client, me])
  useEffect(() => {
    // A screen that can't be brought now is brought when it is opened.
    const timer = setTimeout(() => void bringScreens().catch(() => undefined), 1500)
    return () => clearTimeout(timer)
  }, [])
  return (
    <StorefrontContext.Provider value={storefront}>
      <div class={`frame at-${route.at}`}>
        <a
          class="skip"
          href="#content"
          onClick={(event) => {
            event.preventDefault()
            document.getElementById('content')?.focus()
          }}
        >
          {strings.skip}
        </a>
        <StatusLine />
        <PracticeBanner />
        <Navigation route={route} openSettings={() => setSettingsOpen(true)} />
        <Content route={route} />
        {settingsOpen && <Later part={settingsSheet} props={{ close: () => setSettingsOpen(false) }} />}
      </div>
    </StorefrontContext.Provider>
  )
}

/** A new screen begins at its top and takes the focus, so that a screen reader knows that it came. */
function Content({ route }: { route: Route }) {
  const main = useRef<HTMLElement>(null)
  const key = JSON.stringify(route)
  const shown = useRef(key)
  useEffect(() => {
    if (shown.current === key) return
    shown.current = key
    if (route.at !== 'shop') scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [key])
  return (
    <main id="content" ref={main} tabIndex={-1}>
      <Screen route={route} />
    </main>
  )
}
