import type { FeeSheet, OrderView } from '@bobber/protocol'
import { FeeLine, Fees, Sum } from '../parts/fee-lines.tsx'
import { Icon } from '../parts/icon.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { useStorefront } from '../storefront.ts'
import { useCommand } from '../use-command.ts'
import { money } from '../words.ts'
import { headOf, keepHead } from './keep-head.ts'
import { type LineChange, lineNames, type OrderLog, sheetChanges } from './order-log.ts'
import { PayButton } from './pay.tsx'

interface Props {
  readonly sheet: FeeSheet
  readonly log: OrderLog
  /** absent until the order's own state is known: then the card only tells */
  readonly order: OrderView | undefined
  changed: () => void
}

/** A version of what an order costs; confirmed right here while it is the newest and nobody has. */
export function FeeSheetCard({ sheet, log, order, changed }: Props) {
  const { t, client } = useStorefront()
  const confirm = useCommand('feeSheet.confirm')
  const newest = log.sheets.at(-1)?.version ?? sheet.version
  const isNewest = sheet.version >= newest
  const isConfirmed = log.confirmed.has(sheet.version)
  const asks = isNewest && !isConfirmed && order?.sheet.version === sheet.version && order.next.includes('feeSheet.confirm')
  const older = log.sheets.filter(({ version }) => version < sheet.version).at(-1)
  const names = lineNames(order?.lines ?? log.lines)

  const press = async (): Promise<void> => {
    if (!order) return
    const kept = headOf(client, order.conversationId)
    const done = await confirm.run({ orderId: order.orderId, version: sheet.version, ...(kept && { kept }) })
    if (done) void keepHead(client, order.conversationId, order.orderId, `sheet-${sheet.version}`, kept)
    changed()
  }
  const { totals } = sheet
  return (
    <section class={asks ? 'fact-card asks' : 'fact-card'} aria-label={t.feeSheet(sheet.version)}>
      <header>
        <h2>{t.feeSheet(sheet.version)}</h2>
        {isConfirmed ? <Done word={t.sheetConfirmed} /> : !isNewest && <span class="tag">{t.sheetReplaced(newest)}</span>}
      </header>
      {older && <Changes changes={sheetChanges(older, sheet)} names={names} />}
      <Fees sheet={sheet} names={names} />
      <Sum strong label={t.inAll} amount={money(totals.charges + totals.deposit)} />
      <TroubleNote trouble={confirm.trouble} />
      {asks && (
        <>
          <button type="button" class="button primary wide" disabled={confirm.running} onClick={() => void press()}>
            {t.sheetConfirm}
          </button>
          <p class="muted">{t.sheetConfirmNote}</p>
        </>
      )}
      {isNewest && isConfirmed && order && !order.settlement && <PayButton order={order} changed={changed} />}
    </section>
  )
}

export function Done({ word }: { word: string }) {
  return (
    <span class="tag done">
      <Icon name="check" />
      {word}
    </span>
  )
}

function Changes({ changes, names }: { changes: readonly LineChange[]; names: ReadonlyMap<string, string> }) {
  const { t } = useStorefront()
  if (changes.length === 0) return null
  const nameOf = ({ line }: LineChange): string | undefined => (line.orderLineId === null ? undefined : names.get(line.orderLineId))
  const word = (change: LineChange): string =>
    ({ added: t.sheetAdded, removed: t.sheetRemoved, changed: t.sheetBefore(money(change.before ?? 0)) })[change.what]
  return (
    <div class="changes">
      <h3>{t.sheetChanged}</h3>
      {changes.map((change, index) => (
        <div key={index} class={`change ${change.what}`}>
          <span>
            {nameOf(change) && <span class="fee-line-of">{nameOf(change)}</span>}
            <FeeLine line={change.line} />
          </span>
          <span class="tag">{word(change)}</span>
        </div>
      ))}
    </div>
  )
}
