import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'

/** The shop's face: a calm lake, its name, where and when it is open. It steps back once somebody looks for something: then goods come first. */
export function Hero({ back }: { back: boolean }) {
  const { t, shop } = useStorefront()
  if (back) return <h1 class="unseen">{shop.name}</h1>
  return (
    <header class="hero">
      <div class="hero-words">
        <h1>{shop.name}</h1>
        <p class="hero-line">{shop.switches.rental ? t.heroRental : t.heroSale}</p>
        <p class="hero-facts">
          {shop.hours && (
            <span>
              <Icon name="clock" />
              <span class="unseen">{t.hours}</span> {shop.hours}
            </span>
          )}
          {shop.address && (
            <span>
              <Icon name="place" />
              <span class="unseen">{t.address}</span> {shop.address}
            </span>
          )}
        </p>
      </div>
    </header>
  )
}
