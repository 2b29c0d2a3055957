import type { Late } from '@bobber/domain'
import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { lengthOf, money, when } from '../words.ts'
import { dueOf } from './due.ts'

/** Time left, counted by the shop's clock; past it, how late and what that costs by now. Nothing once nothing is out. */
export function DueLine({ late }: { late: readonly Late[] }) {
  const { t, settings, shop } = useStorefront()
  const now = useNow(1000)
  const due = dueOf(now, late)
  if (!due) return null
  const length = lengthOf(due.ms, settings.locale)
  const words = { left: t.timeLeft(length), grace: t.graceLeft(length), late: t.lateFor(length) }[due.state]
  return (
    <div class={`due due-${due.state}`}>
      <Icon name={due.state === 'late' ? 'alert' : 'clock'} />
      <span>
        <b>{words}</b>
        <small>{t.dueAt(when(due.dueAt, 'moment', shop.zone, settings.locale))}</small>
      </span>
      {due.fee > 0 && (
        <span class="due-fee">
          <small>{t.lateFeeNow}</small>
          <b>{money(due.fee)}</b>
        </span>
      )}
    </div>
  )
}
