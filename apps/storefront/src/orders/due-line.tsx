import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { lengthOf, money, when } from '../words.ts'
import { dueAt, type LateTerms } from './due.ts'

/** Time left, counted by the shop's clock; past it, how late and what that costs by now. */
export function DueLine({ due, terms }: { due: number; terms: LateTerms | null }) {
  const { t, settings, shop } = useStorefront()
  const now = useNow(1000)
  const state = dueAt(now, due, terms)
  const length = lengthOf(state.ms, settings.locale)
  const words = { left: t.timeLeft(length), grace: t.graceLeft(length), late: t.lateFor(length) }[state.state]
  return (
    <div class={`due due-${state.state}`}>
      <Icon name={state.state === 'late' ? 'alert' : 'clock'} />
      <span>
        <b>{words}</b>
        <small>{t.dueAt(when(due, 'moment', shop.zone, settings.locale))}</small>
      </span>
      {state.state === 'late' && state.fee > 0 && (
        <span class="due-fee">
          <small>{t.lateFeeNow}</small>
          <b>{money(state.fee)}</b>
        </span>
      )}
    </div>
  )
}
