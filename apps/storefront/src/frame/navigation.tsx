import { Icon, type IconName } from '../parts/icon.tsx'
import { addressOf, type Route } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'

interface Place {
  readonly icon: IconName
  readonly label: string
  readonly address: string
  readonly here: boolean
  readonly count?: number
}

/** The main pages: at the lower edge on a phone, on top on a desk. What the shop has switched off isn't there. */
export function Navigation({ route, openSettings }: { route: Route; openSettings(): void }) {
  const { t, shop } = useStorefront()
  const unread = useClient((client) => client.conversations().reduce((sum, view) => sum + view.unread, 0))
  const { chat, rental, sale } = shop.switches
  const places: Place[] = [
    { icon: 'shop', label: t.navShop, address: '#/', here: route.at === 'shop' || route.at === 'product' },
    ...(chat
      ? [{ icon: 'talk' as const, label: t.navTalk, address: addressOf({ at: 'talks' }), here: route.at === 'talks' || route.at === 'talk', count: unread }]
      : []),
    ...(rental || sale
      ? [
          {
            icon: 'rentals' as const,
            label: rental ? t.navRentals : t.navOrders,
            address: addressOf({ at: 'rentals' }),
            here: route.at === 'rentals' || route.at === 'order',
          },
        ]
      : []),
  ]
  return (
    <nav class="navigation" aria-label={t.navigation}>
      {places.map(({ icon, label, address, here, count = 0 }) => (
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
