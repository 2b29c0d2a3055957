import type { ProductCard as Card } from '@bobber/protocol'
import { Picture } from '../parts/picture.tsx'
import { PlayMark } from '../parts/play-mark.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { shortMoney } from '../words.ts'

/** One product on the shelf: picture first, then what it is, what it costs, whether it is there. */
export function ProductCard({ product, eager }: { product: Card; eager: boolean }) {
  const { t } = useStorefront()
  const free = product.freeNow > 0
  const none = product.forRent ? t.freeNone : t.soldOut
  return (
    <a class="product-card" href={addressOf({ at: 'product', productId: product.productId })}>
      <span class="product-card-picture">
        <Picture of={product.picture} alt="" sizes="(min-width: 1100px) 260px, (min-width: 700px) 30vw, 46vw" eager={eager} />
        <PlayMark of={product.picture} />
      </span>
      <span class="product-card-words">
        <span class="product-card-name">{product.name}</span>
        <ProductPrice product={product} />
        <span class={free ? 'free' : 'free none'}>{free ? t.freeNow(product.freeNow) : none}</span>
      </span>
    </a>
  )
}

export function ProductPrice({ product }: { product: Pick<Card, 'forRent' | 'forSale' | 'dayRent' | 'price'> }) {
  const { t, shop } = useStorefront()
  const rent = shop.switches.rental && product.forRent ? product.dayRent : null
  const price = shop.switches.sale && product.forSale ? product.price : null
  if (rent === null && price === null) return <span class="price muted">{t.priceAsk}</span>
  return (
    <span class="prices">
      {rent !== null && <span class="price">{t.perDay(shortMoney(rent))}</span>}
      {price !== null && (
        <span class={rent === null ? 'price' : 'price second'}>{rent === null ? shortMoney(price) : `${t.buy} ${shortMoney(price)}`}</span>
      )}
    </span>
  )
}
