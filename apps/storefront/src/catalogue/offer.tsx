import type { Product, Variant } from '@bobber/protocol'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { Stepper } from '../parts/stepper.tsx'
import { useStorefront } from '../storefront.ts'
import { AskShop } from '../talk/ask.tsx'
import { shortMoney } from '../words.ts'
import { type Draft, isStopped } from './draft.ts'
import { Gallery } from './gallery.tsx'
import { PlaceOrder } from './place-order.tsx'
import { ProductPrice } from './product-card.tsx'
import { ProductWords } from './product-words.tsx'
import { SpanPicker } from './span-picker.tsx'

interface Props {
  readonly product: Product
  readonly variant: Variant
  readonly draft: Draft
  readonly now: number
  change: (part: Partial<Draft>) => void
}

/** A product as it is offered now: what it is, for when, how many, for how much. */
export function Offer({ product, variant, draft, now, change }: Props) {
  const { t, shop } = useStorefront()
  const rentable = shop.switches.rental && variant.forRent && variant.plan !== null
  const buyable = shop.switches.sale && variant.forSale && variant.price !== null
  const kind = draft.kind === 'rental' ? (rentable ? 'rental' : 'sale') : buyable ? 'sale' : 'rental'
  const offered = rentable || buyable
  const stopped = isStopped(draft, offered ? { kind, variantId: variant.variantId } : null)
  const [wasStopped, setWasStopped] = useState(false)
  const wasOffered = useRef(offered)
  useEffect(() => {
    if (!stopped) return
    change({ wanted: false })
    setWasStopped(true)
  }, [stopped])
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
            {rentable && kind === 'rental' && variant.plan && variant.plan.deposit > 0 && (
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
            choose={(variantId) => {
              // What became of the one before is not said of this one.
              setWasStopped(false)
              wasOffered.current = false
              change({ variantId, quantity: 1 })
            }}
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
        {(wasStopped || (wasOffered.current && !offered)) && (
          <p class="note" role="status">
            {t.wishStopped}
          </p>
        )}
        {offered ? (
          <PlaceOrder
            product={product}
            variant={variant}
            draft={{ ...draft, kind, wanted: draft.wanted && !stopped }}
            now={now}
            change={change}
          />
        ) : (
          <AskShop productId={product.productId} label={t.ask} />
        )}
      </div>
      <ProductWords product={product} />
    </article>
  )
}
