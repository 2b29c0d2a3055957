import type { Product } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { useTitle } from '../frame/title.ts'
import { Broken, Empty } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { useQuery } from '../use-query.ts'
import { type Draft, draftOf, keepingDraft } from './draft.ts'
import { Offer } from './offer.tsx'
import { firstPick, isPast } from './span.ts'

export function ProductPage({ productId }: { productId: string }) {
  const { t } = useStorefront()
  const asked = useQuery('product.get', { productId })
  useTitle(asked.value?.name)
  if (asked.value) return <ProductView key={productId} product={asked.value} />
  if (asked.state === 'loading') return <Skeleton shape="card" />
  if (asked.state === 'refused') {
    return (
      <Empty icon="search" title={asked.refusal.message} hint={asked.refusal.remedy}>
        <a class="button" href="#/">
          {t.toShop}
        </a>
      </Empty>
    )
  }
  return <Broken again={asked.again} />
}

function ProductView({ product }: { product: Product }) {
  const { shop } = useStorefront()
  const now = useNow(60_000)
  const [draft, setDraft] = useState(() => {
    const kept = draftOf(product.productId)
    if (!kept) return firstDraft(product, now, shop.zone, shop.switches.rental)
    // A time that is over is chosen anew, and not ordered unseen; what was written stays.
    return isPast(kept.picked, now, shop.zone) ? { ...kept, picked: firstPick(now, shop.zone), wanted: false } : kept
  })
  const [change] = useState(() => keepingDraft(draft, setDraft))
  const variant = product.variants.find(({ variantId }) => variantId === draft.variantId) ?? product.variants[0]
  return variant ? <Offer product={product} variant={variant} draft={draft} now={now} change={change} /> : <SoldOut />
}

function SoldOut() {
  const { t } = useStorefront()
  return <Empty icon="shop" title={t.soldOut} hint={t.noneFoundHint} />
}

function firstDraft(product: Product, now: number, zone: string, rental: boolean): Draft {
  const variant = product.variants[0]
  return {
    productId: product.productId,
    variantId: variant?.variantId ?? '',
    kind: rental && variant?.forRent ? 'rental' : 'sale',
    quantity: 1,
    picked: firstPick(now, zone),
    remark: '',
    wanted: false,
  }
}
