import { DAY, HOUR } from '@bobber/domain'
import type { Variant } from '@bobber/protocol'
import { useStorefront } from '../storefront.ts'
import { dayAt, lengthOf, when } from '../words.ts'
import { Calendar } from './calendar.tsx'
import { forDays, type Picked, spanOf, tapDay, weekend } from './span.ts'

interface Props {
  readonly variant: Variant
  readonly now: number
  readonly picked: Picked
  readonly quantity: number
  pick: (picked: Picked) => void
}
const quickDays = [1, 3, 7] as const

/** From when until when: quick choices, the calendar, and the hour at both ends. */
export function SpanPicker({ variant, now, picked, quantity, pick }: Props) {
  const { t, shop, settings } = useStorefront()
  const span = spanOf(picked, shop.zone)
  const dayWords = (day: number): string => when(day * DAY, 'day', 'UTC', settings.locale)
  const isDays = (days: number): boolean => picked.untilDay === picked.fromDay + days && picked.untilHour === picked.fromHour
  const thisWeekend = weekend(now, shop.zone)
  const isWeekendPick = JSON.stringify(picked) === JSON.stringify(thisWeekend)
  return (
    <section class="card span-picker" aria-label={t.pickDays}>
      <h2>{t.pickDays}</h2>
      <div class="quick" role="group" aria-label={t.quick}>
        {quickDays.map((days) => (
          <button
            key={days}
            type="button"
            class="chip"
            aria-pressed={isDays(days) && !isWeekendPick}
            onClick={() => pick(forDays(picked, days))}
          >
            {t.days(days)}
          </button>
        ))}
        <button type="button" class="chip" aria-pressed={isWeekendPick} onClick={() => pick(thisWeekend)}>
          {t.weekend}
        </button>
      </div>
      <Calendar
        variantId={variant.variantId}
        today={dayAt(now, shop.zone)}
        picked={picked}
        wanted={quantity}
        tap={(day) => pick(tapDay(picked, day))}
      />
      <div class="span-ends">
        <div class="span-end">
          <span class="span-end-name">{t.collect}</span>
          <b>{dayWords(picked.fromDay)}</b>
          <Hour label={t.collectHour} value={picked.fromHour} change={(fromHour) => pick({ ...picked, fromHour })} />
        </div>
        <div class="span-end">
          <span class="span-end-name">{t.giveBack}</span>
          <b>{picked.untilDay === null ? t.pickUntil : dayWords(picked.untilDay)}</b>
          <Hour label={t.returnHour} value={picked.untilHour} change={(untilHour) => pick({ ...picked, untilHour })} />
        </div>
      </div>
      {span && span.until - span.from >= HOUR && <p class="span-length">{t.lasts(lengthOf(span.until - span.from, settings.locale))}</p>}
    </section>
  )
}

function Hour({ label, value, change }: { label: string; value: number; change: (hour: number) => void }) {
  return (
    <select class="select" aria-label={label} value={value} onChange={(event) => change(Number(event.currentTarget.value))}>
      {Array.from({ length: 24 }, (_, hour) => (
        <option key={hour} value={hour}>
          {String(hour).padStart(2, '0')}:00
        </option>
      ))}
    </select>
  )
}
