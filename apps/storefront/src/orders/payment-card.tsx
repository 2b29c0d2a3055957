import type { FactContents, OrderView } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { Sum } from '../parts/fee-lines.tsx'
import { useStorefront } from '../storefront.ts'
import { money } from '../words.ts'
import type { OrderLog } from './order-log.ts'
import { SimulatedPayment } from './pay.tsx'

interface Props {
  readonly payment: FactContents['payment.requested']
  readonly log: OrderLog | undefined
  readonly order: OrderView | undefined
  changed: () => void
}

/** A request for money: paid from here while it is open. */
export function PaymentCard({ payment, log, order, changed }: Props) {
  const { t } = useStorefront()
  const [open, setOpen] = useState(false)
  const done = log?.captured.has(payment.paymentId) === true
  const asks = order?.stage === 'toPay'
  if (done) {
    return (
      <p class="fact-line">
        {t.payCard} {money(payment.amount)} · {t.paid}
      </p>
    )
  }
  const simulated = payment.provider === 'simulator'
  return (
    <section class={asks ? 'fact-card asks' : 'fact-card'} aria-label={t.payCard}>
      <header>
        <h2>{t.payCard}</h2>
        {asks && <span class="tag">{t.payWaiting}</span>}
      </header>
      <Sum strong label={t.payNow} amount={money(payment.amount)} />
      {asks && simulated && (
        <button type="button" class="button primary wide" onClick={() => setOpen(true)}>
          {t.pay}
        </button>
      )}
      {asks && !simulated && <p class="muted">{t.payCounter}</p>}
      {open && (
        <SimulatedPayment
          paymentId={payment.paymentId}
          amount={payment.amount}
          close={() => {
            setOpen(false)
            changed()
          }}
        />
      )}
    </section>
  )
}
