import type { FeeSheet, OrderView } from '@bobber/protocol'
import { Fees, Sum } from '../parts/fee-lines.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { useStorefront } from '../storefront.ts'
import { useCommand } from '../use-command.ts'
import { money } from '../words.ts'
import { Done } from './fee-sheet-card.tsx'
import { headOf, keepHead } from './keep-head.ts'
import { lineNames, type OrderLog } from './order-log.ts'
import { PayButton } from './pay.tsx'

interface Props {
  readonly sheet: FeeSheet
  /** fen; what goes back, and what is kept of the deposit */
  readonly refund: number
  readonly kept: number
  readonly log: OrderLog
  readonly order: OrderView | undefined
  changed: () => void
}

/** What the shop proposes after the inspection; nothing is taken before the customer says yes. */
export function SettlementCard({ sheet, refund, kept, log, order, changed }: Props) {
  const { t, client } = useStorefront()
  const confirm = useCommand('settlement.confirm')
  const isConfirmed = log.settled.has(sheet.version)
  const newest = log.settlements.at(-1)?.version ?? sheet.version
  const asks = !isConfirmed && sheet.version >= newest && order?.next.includes('settlement.confirm') === true

  const press = async (): Promise<void> => {
    if (!order) return
    const head = headOf(client, order.conversationId)
    const done = await confirm.run({ orderId: order.orderId, version: sheet.version, ...(head && { kept: head }) })
    if (done) void keepHead(client, order.conversationId, order.orderId, `settlement-${sheet.version}`, head)
    changed()
  }
  return (
    <section class={asks ? 'fact-card asks' : 'fact-card'} aria-label={t.settlement}>
      <header>
        <h2>{t.settlement}</h2>
        {isConfirmed ? <Done word={t.sheetConfirmed} /> : sheet.version < newest && <span class="tag">{t.sheetReplaced(newest)}</span>}
      </header>
      <Fees sheet={sheet} names={lineNames(order?.lines ?? log.lines)} settles />
      {sheet.totals.paid > 0 && <Sum label={t.paid} amount={money(sheet.totals.paid)} />}
      {kept > 0 && <Sum label={t.settlementKept} amount={money(kept)} />}
      <Sum strong label={t.settlementRefund} amount={money(refund)} />
      <TroubleNote trouble={confirm.trouble} />
      {asks && (
        <>
          <button type="button" class="button primary wide" disabled={confirm.running} onClick={() => void press()}>
            {t.settlementConfirm}
          </button>
          <p class="muted">{t.settlementNote}</p>
        </>
      )}
      {isConfirmed && order && <PayButton order={order} changed={changed} />}
    </section>
  )
}
