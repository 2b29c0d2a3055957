import { Icon, type IconName } from '../parts/icon.tsx'
import { addressOf, type Route } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'
import { type Place, placeOf, placesOf } from './places.ts'

/** The main pages: at the lower edge on a phone, on top on a desk. What the shop has switched off isn't there. */
export function Navigation({ route, openSettings }: { route: Route; openSettings: () => void }) {
  const { t, shop, me } = useStorefront()
  const unread = useClient((client) => (me ? client.conversations().reduce((sum, view) => sum + view.unread, 0) : 0))
  const icons: Record<Place, IconName> = { shop: 'shop', talks: 'talk', rentals: 'rentals' }
  const labels: Record<Place, string> = { shop: t.navShop, talks: t.navTalk, rentals: shop.switches.rental ? t.navRentals : t.navOrders }
  const places = placesOf(shop.switches).map((place) => ({
    icon: icons[place],
    label: labels[place],
    address: addressOf({ at: place }),
    here: placeOf(route) === place,
    count: place === 'talks' ? unread : 0,
  }))
  return (
    <nav class="navigation" aria-label={t.navigation}>
      {places.map(({ icon, label, address, here, count }) => (
        <a key={address} href={address} aria-current={here ? 'page' : undefined}>
          <span class="navigation-mark">
            <Icon name={icon} />
            {count > 0 && (
              <span class="badge">
                {count > 99 ? '99+' : count}
                <span class="unseen">{t.unread(count)}</span>
              </span>
            )}
          </span>
          <span>{label}</span>
        </a>
      ))}
      <button type="button" onClick={openSettings}>
        <span class="navigation-mark">
          <Icon name="settings" />
        </span>
        <span>{t.navSettings}</span>
      </button>
    </nav>
  )
}
