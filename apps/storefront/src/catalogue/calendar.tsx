import { DAY, dateOf, instantOf } from '@bobber/domain'
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'
import { useQuery } from '../use-query.ts'
import { when } from '../words.ts'
import { firstOfMonth, isWeekend, monthBefore, nextMonth, type Picked, weeksOf } from './span.ts'

interface Props {
  readonly variantId: string
  readonly today: number
  readonly picked: Picked
  readonly wanted: number
  tap(day: number): void
}
const monday = 4

/** A month of free days; two taps make a span. Days are wall days of the location, written as UTC midnights. */
export function Calendar({ variantId, today, picked, wanted, tap }: Props) {
  const { t, shop, settings } = useStorefront()
  const [month, setMonth] = useState(firstOfMonth(picked.fromDay))
  // A span chosen by a quick choice may lie in another month than the one that is shown.
  useEffect(() => setMonth(firstOfMonth(picked.fromDay)), [picked.fromDay])
  const asked = useQuery('calendar.get', {
    variantId,
    from: instantOf(Math.max(month, today), 0, shop.zone),
    until: instantOf(nextMonth(month), 0, shop.zone),
  })
  const free = new Map(asked.value?.days.map((day) => [day.date, day]) ?? [])
  const isLast = month > today + 180
  const label = (day: number, shape: 'day' | 'month' | 'weekday'): string => when(day * DAY, shape, 'UTC', settings.locale)

  const cell = (day: number) => {
    const known = free.get(dateOf(day))
    const past = day < today
    const word = past ? '' : known?.closed ? t.dayClosed : known ? (known.free === 0 ? t.dayFull : t.dayFree(known.free)) : ''
    const taken = known !== undefined && known.free < wanted
    const end = picked.untilDay ?? picked.fromDay
    const inside = day >= picked.fromDay && day <= end
    const edge = day === picked.fromDay ? t.collect : day === picked.untilDay ? t.giveBack : ''
    const look = ['day', past && 'past', taken && 'taken', inside && 'inside', edge && 'edge', day === picked.fromDay && 'first', day === end && 'last', isWeekend(day) && 'weekend']
    return (
      <td key={day} class={inside ? 'inside-cell' : undefined}>
        <button
          type="button"
          class={look.filter(Boolean).join(' ')}
          disabled={past}
          aria-pressed={inside}
          aria-current={day === today ? 'date' : undefined}
          aria-label={[label(day, 'day'), edge, past ? t.dayPast : word].filter(Boolean).join(', ')}
          onClick={() => tap(day)}
        >
          <span class="day-weekday">{label(day, 'weekday')}</span>
          <span class="day-number">{Number(dateOf(day).slice(8))}</span>
          <span class="day-free">{edge || word}</span>
        </button>
      </td>
    )
  }

  return (
    <div class="calendar">
      <div class="calendar-head">
        <button type="button" class="icon-button" aria-label={t.monthBefore} disabled={month <= today} onClick={() => setMonth(monthBefore(month))}>
          <Icon name="back" />
        </button>
        <h3 aria-live="polite">{label(month, 'month')}</h3>
        <button type="button" class="icon-button" aria-label={t.monthAfter} disabled={isLast} onClick={() => setMonth(nextMonth(month))}>
          <Icon name="next" />
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => (
              <th key={index} scope="col">
                {label(monday + index, 'weekday')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week, index) => (
            <tr key={index}>{week.map((day, at) => (day === null ? <td key={`none${at}`} /> : cell(day)))}</tr>
          ))}
        </tbody>
      </table>
      <p class="calendar-legend">{asked.state === 'broken' ? t.calendarBroken : t.calendarLegend}</p>
    </div>
  )
}
