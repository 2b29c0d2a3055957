import type { OrderView } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { TroubleNote } from '../parts/notice.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { useCommand } from '../use-command.ts'
import { lengthOf, money } from '../words.ts'

/** The way to pay while something is due; how long the goods are held for it. */
export function PayButton({ order, changed }: { order: OrderView; changed: () => void }) {
  const { t, settings } = useStorefront()
  const request = useCommand('payment.request')
  const [asked, setAsked] = useState<{ paymentId: string; amount: number } | null>(null)
  const now = useNow(1000)
  // A shop without a provider takes the money at its counter.
  if (!order.next.includes('payment.request')) return order.stage === 'toPay' ? <p class="muted">{t.payCounter}</p> : null
  const left = order.holdUntil === null ? null : order.holdUntil - now

  const press = async (): Promise<void> => {
    const payment = await request.run({ orderId: order.orderId, provider: 'simulator' })
    if (payment) setAsked(payment)
    else changed()
  }
  return (
    <>
      <button type="button" class="button primary wide" disabled={request.running} onClick={() => void press()}>
        {t.payAmount(money(order.due))}
      </button>
      {left !== null && left > 0 && <p class="muted">{t.payUntil(lengthOf(left, settings.locale))}</p>}
      <TroubleNote trouble={request.trouble} />
      {asked && (
        <SimulatedPayment
          {...asked}
          close={() => {
            setAsked(null)
            changed()
          }}
        />
      )}
    </>
  )
}

/** Stands where a provider's page would; it says so before anything else. */
export function SimulatedPayment({ paymentId, amount, close }: { paymentId: string; amount: number; close: () => void }) {
  const { t } = useStorefront()
  const simulate = useCommand('payment.simulate')
  const [failed, setFailed] = useState(false)
  const press = async (outcome: 'paid' | 'failed'): Promise<void> => {
    setFailed(false)
    const done = await simulate.run({ paymentId, outcome })
    if (!done) return
    if (outcome === 'paid') close()
    else setFailed(true)
  }
  return (
    <Sheet title={t.payTitle} close={close}>
      <p class="simulated">{t.payMarked}</p>
      <p class="pay-amount">{money(amount)}</p>
      <TroubleNote trouble={simulate.trouble} />
      <p role="status" class="trouble-text">
        {failed ? t.payFailed : ''}
      </p>
      <div class="stack">
        <button type="button" class="button primary wide" disabled={simulate.running} onClick={() => void press('paid')}>
          {t.payAsPaid}
        </button>
        <button type="button" class="button wide" disabled={simulate.running} onClick={() => void press('failed')}>
          {t.payAsFailed}
        </button>
      </div>
    </Sheet>
  )
}
