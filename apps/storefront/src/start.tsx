import type { Client } from '@bobber/client/client'
import { isRefusal, type Me, type ShopView } from '@bobber/protocol'
import { render } from 'preact'
import { App } from './frame/app.tsx'
import { forgetPerson, keep, keptOr } from './kept.ts'
import { applySettings, loadSettings } from './settings.ts'
import { shopClock } from './shop-clock.ts'
import { loadStrings, type Strings } from './strings/index.ts'

/**
 * Shows the shop in `root`: as it is now, or, without a network, as this device saw it last. Only a device
 * that has never seen the shop has nothing to show. Rejects when not even the page's own words can be loaded.
 */
export async function start(client: Client, root: HTMLElement): Promise<void> {
  const settings = loadSettings(navigator.languages)
  applySettings(settings, document.documentElement)
  render(<Waiting />, root)
  const [shop, session, strings] = await Promise.all([
    client.call('shop.get', {}).catch(() => null),
    client.call('session.current', {}).catch(() => null),
    loadStrings(settings.locale),
  ])
  const newShop = shop && !isRefusal(shop) ? shop : null
  const known = newShop ?? keptOr('shop', readShop, null)
  const me = session && !isRefusal(session) ? session.me : keptOr<Me | null>('me', readMe, null)
  if (newShop) keep('shop', newShop)
  if (me) keep('me', me)
  else forgetPerson()
  if (known)
    render(
      <App client={client} shop={known} clock={shopClock(client, newShop?.now ?? null, Date.now)} first={{ me, settings, strings }} />,
      root,
    )
  else render(<Unreachable t={strings} again={() => void start(client, root)} />, root)
}

function readShop(value: unknown): ShopView | undefined {
  return typeof value === 'object' && value !== null && 'shopId' in value ? (value as ShopView) : undefined
}

function readMe(value: unknown): Me | undefined {
  return typeof value === 'object' && value !== null && 'personId' in value ? (value as Me) : undefined
}

function Waiting() {
  return (
    <div class="skeletons skeletons-product" aria-busy="true">
      {Array.from({ length: 4 }, (_, index) => (
        <span key={index} class="skeleton skeleton-product" />
      ))}
    </div>
  )
}

/** The very first visit found no shop: there is nothing to show yet. */
function Unreachable({ t, again }: { t: Strings; again: () => void }) {
  return (
    <main class="empty">
      <h1>{t.broken}</h1>
      <p>{t.brokenHint}</p>
      <button type="button" class="button" onClick={again}>
        {t.retry}
      </button>
    </main>
  )
}
