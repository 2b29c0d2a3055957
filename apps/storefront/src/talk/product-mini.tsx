import { Picture } from '../parts/picture.tsx'
import { ProductPrice } from '../catalogue/product-card.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useQuery } from '../use-query.ts'

/** A product inside the talk: tap it to see it. */
export function ProductMini({ productId }: { productId: string }) {
  const { t } = useStorefront()
  const { value, state } = useQuery('product.get', { productId })
  const variant = value?.variants[0]
  const dayRent = variant?.plan?.tiers.find(({ length }) => length.unit === 'day' && length.count === 1)?.amount ?? null
  return (
    <a class="product-mini" href={addressOf({ at: 'product', productId })}>
      <Picture of={value?.pictures[0] ?? null} alt="" sizes="72px" />
      <span>
        <b>{value?.name ?? (state === 'loading' ? t.loading : t.nowhere)}</b>
        {variant && <ProductPrice product={{ forRent: variant.forRent, forSale: variant.forSale, dayRent, price: variant.price }} />}
      </span>
    </a>
  )
}
