import type { Late } from '@bobber/domain'
import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { lengthOf, money, when } from '../words.ts'
import { dueOf } from './due.ts'

/**
 * Time left, counted by the shop's clock; past it, how late and what that costs by now. Nothing once nothing is out. `heldUntil`: there is no
 * connection, and this is how it was then.
 */
export function DueLine({ late, heldUntil }: { late: readonly Late[]; heldUntil: number | null }) {
  const { t, settings, shop } = useStorefront()
  const now = useNow(1000)
  const due = dueOf(now, late, heldUntil)
  if (!due) return null
  const length = lengthOf(due.ms, settings.locale)
  const words = { left: t.timeLeft(length), grace: t.graceLeft(length), late: t.lateFor(length), over: t.overdueCard }[due.state]
  const owed = due.state === 'late' || due.state === 'over'
  return (
    <div class={`due due-${owed ? 'late' : due.state}`}>
      <Icon name={owed ? 'alert' : 'clock'} />
      <span>
        <b>{words}</b>
        <small>{t.dueAt(when(due.dueAt, 'moment', shop.zone, settings.locale))}</small>
      </span>
      {due.fee > 0 && (
        <span class="due-fee">
          <small>{heldUntil === null ? t.lateFeeNow : t.lateFeeThen}</small>
          <b>{money(due.fee)}</b>
        </span>
      )}
    </div>
  )
}

/** Said where a page that is cut off shows what may have changed since. */
export function AsOf({ at }: { at: number }) {
  const { t, settings, shop } = useStorefront()
  return <small class="as-of">{t.asOf(when(at, 'moment', shop.zone, settings.locale))}</small>
}
