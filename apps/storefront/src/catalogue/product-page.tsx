import { figureText } from '@bobber/domain'
import type { Product } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { Broken, Empty } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Stepper } from '../parts/stepper.tsx'
import { useStorefront } from '../storefront.ts'
import { AskShop } from '../talk/ask.tsx'
import { useNow } from '../use-client.ts'
import { useQuery } from '../use-query.ts'
import { useTitle } from '../frame/title.ts'
import { inLocale, shortMoney } from '../words.ts'
import { draftOf, keepDraft, type Draft } from './draft.ts'
import { Gallery } from './gallery.tsx'
import { PlaceOrder } from './place-order.tsx'
import { ProductPrice } from './product-card.tsx'
import { firstPick, isPast } from './span.ts'
import { SpanPicker } from './span-picker.tsx'

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
  const { t, shop } = useStorefront()
  const now = useNow(60_000)
  const [draft, setDraft] = useState(() => {
    const kept = draftOf(product.productId)
    return kept && !isPast(kept.picked, now, shop.zone) ? kept : firstDraft(product, now, shop.zone, shop.switches.rental)
  })
  const change = (part: Partial<Draft>): void => {
    const changed = { ...draft, ...part }
    keepDraft(changed)
    setDraft(changed)
  }
  const variant = product.variants.find(({ variantId }) => variantId === draft.variantId) ?? product.variants[0]
  if (!variant) return <Empty icon="shop" title={t.soldOut} hint={t.noneFoundHint} />
  const rentable = shop.switches.rental && variant.forRent && variant.plan !== null
  const buyable = shop.switches.sale && variant.forSale && variant.price !== null
  const kind = draft.kind === 'rental' ? (rentable ? 'rental' : 'sale') : buyable ? 'sale' : 'rental'
  const offered = rentable || buyable
  const dayRent = variant.plan?.tiers.find(({ length }) => length.unit === 'day' && length.count === 1)?.amount ?? null

  return (
    <article class="product">
      <a class="icon-button product-back" href="#/" aria-label={t.toShop}>
        <Icon name="back" />
      </a>
      <Gallery pictures={product.pictures} name={product.name} />
      <div class="product-main">
        <header class="product-head">
          <p class="product-kicker">{[product.brand, product.category].filter(Boolean).join(' · ')}</p>
          <h1>{product.name}</h1>
          <div class="product-price">
            <ProductPrice product={{ forRent: rentable, forSale: buyable, dayRent, price: variant.price }} />
            {rentable && variant.plan && variant.plan.deposit > 0 && (
              <span class="muted">{t.depositEach(shortMoney(variant.plan.deposit))}</span>
            )}
          </div>
          <p class={variant.freeNow > 0 ? 'free' : 'free none'}>
            {variant.freeNow > 0 ? t.freeNow(variant.freeNow) : rentable ? t.freeNone : t.soldOut}
          </p>
        </header>
        {product.variants.length > 1 && (
          <Choice
            look="chips"
            label={t.variants}
            value={variant.variantId}
            options={product.variants.map(({ variantId, label, sku }) => ({ value: variantId, label: label || sku }))}
            choose={(variantId) => change({ variantId, quantity: 1 })}
          />
        )}
        {rentable && buyable && (
          <Choice
            look="segments"
            label={t.rentOrBuy}
            value={kind}
            options={[
              { value: 'rental', label: t.rent },
              { value: 'sale', label: t.buy },
            ]}
            choose={(chosen) => change({ kind: chosen })}
          />
        )}
        {offered && kind === 'rental' && (
          <SpanPicker variant={variant} now={now} picked={draft.picked} quantity={draft.quantity} pick={(picked) => change({ picked })} />
        )}
        {offered && (
          <div class="quantity-line">
            <span>{t.quantity}</span>
            <Stepper
              label={t.quantity}
              value={draft.quantity}
              most={Math.max(1, variant.total)}
              change={(quantity) => change({ quantity })}
            />
          </div>
        )}
        {offered ? (
          <PlaceOrder product={product} variant={variant} draft={{ ...draft, kind }} now={now} change={change} />
        ) : (
          <AskShop productId={product.productId} label={t.ask} />
        )}
      </div>
      <Words product={product} />
    </article>
  )
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

/** Figures with their units as understood, and the shop's own words. */
function Words({ product }: { product: Product }) {
  const { t, settings } = useStorefront()
  return (
    <div class="product-words">
      {product.specs.length > 0 && (
        <section class="card">
          <h2>{t.parameters}</h2>
          <table class="parameters">
            <tbody>
              {product.specs.map((spec) => (
                <tr key={`${spec.name}${spec.text}`}>
                  <th scope="row">{inLocale(spec.label, settings.locale)}</th>
                  <td>{figureText(spec, settings.locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {product.description && (
        <section class="card">
          <h2>{t.description}</h2>
          <p class="description">{product.description}</p>
        </section>
      )}
    </div>
  )
}
