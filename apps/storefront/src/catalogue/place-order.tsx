import { fen, lateCapOf } from '@bobber/domain'
import { isRefusal } from '@bobber/protocol'
import type { Product, Variant } from '@bobber/protocol'
import { useEffect } from 'preact/hooks'
import { Fees, Sum } from '../parts/fee-lines.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { addressOf, go } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { AskShop } from '../talk/ask.tsx'
import { type Trouble, useCommand } from '../use-command.ts'
import { useQuery } from '../use-query.ts'
import { lengthOf, money, shortMoney, when } from '../words.ts'
import type { Draft } from './draft.ts'
import { quote, type Wish } from './quote.ts'
import { movedTo, spanOf } from './span.ts'

interface Props {
  readonly product: Product
  readonly variant: Variant
  readonly draft: Draft
  readonly now: number
  change: (part: Partial<Draft>) => void
}

/** The price as it adds up, whether it is free, and the two ways on: ask, or take it. */
export function PlaceOrder({ product, variant, draft, now, change }: Props) {
  const { t, shop, me } = useStorefront()
  const place = useCommand('order.place')
  const wish = wishOf(draft, shop.zone)
  const sheet = wish ? quote(variant, wish, shop.zone, now) : null
  const priced = sheet && !isRefusal(sheet) ? sheet : null

  const freeFrom = freeFromOf(place.trouble)
  const take = (from: number): void => {
    place.clear()
    change({ picked: movedTo(draft.picked, from, shop.zone) })
  }
  const order = async (): Promise<void> => {
    if (!wish) return
    if (me?.class !== 'customer') {
      // As it stands here: another kind than was chosen, where only that is offered.
      change({ wanted: true, kind: draft.kind, variantId: variant.variantId })
      return go({ at: 'signIn', back: addressOf({ at: 'product', productId: product.productId }) })
    }
    change({ wanted: false })
    const remark = draft.remark.trim()
    const placed = await place.run({ lines: [{ ...wish, variantId: variant.variantId }], ...(remark && { remark }) })
    if (!placed) return
    change({ remark: '' })
    go(shop.switches.chat ? { at: 'talk', conversationId: placed.conversationId } : { at: 'order', orderId: placed.orderId })
  }
  // Pressed before signing in: what was asked for is done now, without asking again (C5).
  const goesOn = draft.wanted && me?.class === 'customer'
  useEffect(() => {
    if (goesOn) void order()
  }, [goesOn])

  return (
    <>
      {wish?.kind === 'rental' && <FreeInSpan variant={variant} wish={wish} take={take} />}
      {sheet && isRefusal(sheet) && <TroubleNote trouble={{ kind: 'refused', refusal: { ...sheet, message: '', remedy: '' } }} />}
      {priced && (
        <section class="card quote" aria-label={t.howMuch} aria-live="polite">
          <h2>{t.howMuch}</h2>
          <Fees sheet={priced} />
          <Sum strong label={t.inAll} amount={money(priced.totals.due)} />
          <LateNote variant={variant} rental={wish?.kind === 'rental'} />
        </section>
      )}
      <label class="field">
        <span>
          {t.remark} <small>({t.optional})</small>
        </span>
        <input
          maxLength={400}
          placeholder={t.remarkHint}
          value={draft.remark}
          onInput={(event) => change({ remark: event.currentTarget.value })}
        />
      </label>
      <TroubleNote trouble={place.trouble}>
        {freeFrom !== null && (
          <button type="button" class="button" onClick={() => take(freeFrom)}>
            {t.takeFreeFrom}
          </button>
        )}
      </TroubleNote>
      <p class="muted hold-note">{t.holdNote}</p>
      <div class="action-bar">
        <AskShop productId={product.productId} variantId={variant.variantId} label={t.ask} />
        <button type="button" class="button primary" disabled={!priced || place.running} onClick={() => void order()}>
          <span>{place.running ? t.placing : draft.kind === 'rental' ? t.rentThis : t.buyThis}</span>
          {priced && !place.running && <b>{money(priced.totals.due)}</b>}
        </button>
      </div>
    </>
  )
}

/** When it is free again, epoch ms, as the refusal says it; null when it doesn't. */
function freeFromOf(trouble: Trouble | null): number | null {
  const at = trouble?.kind === 'refused' ? trouble.refusal.values?.['freeFromAt'] : undefined
  return typeof at === 'number' ? at : null
}

function wishOf(draft: Draft, zone: string): Wish | null {
  if (draft.kind === 'sale') return { kind: 'sale', quantity: draft.quantity }
  const span = spanOf(draft.picked, zone)
  return span && { kind: 'rental', quantity: draft.quantity, ...span }
}

/** Whether the chosen time is free; if not, when it is, with one tap to take that time. */
function FreeInSpan({ variant, wish, take }: { variant: Variant; wish: Wish & { kind: 'rental' }; take: (from: number) => void }) {
  const { t, shop, settings } = useStorefront()
  const { from, until } = wish
  const asked = useQuery('calendar.get', until > from ? { variantId: variant.variantId, from, until } : null)
  if (!asked.value) return null
  const { free, freeFrom } = asked.value
  if (free >= wish.quantity) {
    return (
      <p class="span-free" role="status">
        {t.spanFree(free)}
      </p>
    )
  }
  return (
    <div class="trouble" role="status">
      <p>
        <strong>{t.sentence(t.spanNotFree(free))}</strong>
        {freeFrom !== null && t.freeFrom(when(freeFrom, 'moment', shop.zone, settings.locale))}
      </p>
      {freeFrom !== null && (
        <button type="button" class="button" onClick={() => take(freeFrom)}>
          {t.takeFreeFrom}
        </button>
      )}
    </div>
  )
}

/** Said before anybody owes it: what a late return costs, and the most it can. */
function LateNote({ variant, rental }: { variant: Variant; rental: boolean }) {
  const { t, settings } = useStorefront()
  const late = variant.plan?.late
  if (!rental || !variant.plan || !late || late.perStartedHour === 0) return null
  const { graceMinutes } = variant.plan
  const amount = lateCapOf(variant.plan, fen(variant.replacementValue))
  const cap = amount === null ? '' : t.lateCap(shortMoney(amount))
  const perHour = shortMoney(late.perStartedHour)
  return (
    <p class="muted">
      {graceMinutes > 0 ? t.lateNote(lengthOf(graceMinutes * 60_000, settings.locale), perHour, cap) : t.lateNoGrace(perHour, cap)}
    </p>
  )
}
