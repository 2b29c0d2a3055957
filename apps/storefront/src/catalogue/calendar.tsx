import { DAY, dateOf, instantOf } from '@bobber/domain'
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'
import { useQuery } from '../use-query.ts'
import { when } from '../words.ts'
import { isWeekend, mondayOf, type Picked, weeksFrom } from './span.ts'

interface Props {
  readonly variantId: string
  readonly today: number
  readonly picked: Picked
  readonly wanted: number
  tap: (day: number) => void
}
const farthestDays = 180
/** A Monday, 1970-01-05, to name the weekdays by. */
const someMonday = 4

/** Some weeks of free days; two taps make a span. Days are wall days of the location, written as UTC midnights. */
export function Calendar({ variantId, today, picked, wanted, tap }: Props) {
  const { t, shop, settings } = useStorefront()
  // In large type the days stand under each other (styles/catalogue.css): five weeks of them are a long way down.
  const weeks = settings.large ? 2 : 5
  const [first, setFirst] = useState(() => startFor(picked.fromDay, today, weeks))
  // A span chosen by a quick choice may lie outside of the weeks that are shown.
  useEffect(() => {
    if (picked.fromDay < first || picked.fromDay >= first + weeks * 7) setFirst(startFor(picked.fromDay, today, weeks))
  }, [picked.fromDay, weeks])
  const asked = useQuery('calendar.get', {
    variantId,
    from: instantOf(Math.max(first, today), 0, shop.zone),
    until: instantOf(first + weeks * 7, 0, shop.zone),
  })
  const known = new Map(asked.value?.days.map((day) => [day.date, day]) ?? [])
  const label = (day: number, shape: 'day' | 'month' | 'weekday'): string => when(day * DAY, shape, 'UTC', settings.locale)
  const months = [...new Set([label(Math.max(first, today), 'month'), label(first + weeks * 7 - 1, 'month')])].join(' – ')

  const cell = (day: number) => {
    const date = dateOf(day)
    const free = known.get(date)?.free ?? null
    const past = day < today
    const word = past || free === null ? '' : free === 0 ? t.dayFull : t.dayFree(free)
    const end = picked.untilDay ?? picked.fromDay
    const inside = day >= picked.fromDay && day <= end
    const edge = day === picked.fromDay ? t.collect : day === picked.untilDay ? t.giveBack : ''
    const look = [
      'day',
      past && 'past',
      free !== null && free < wanted && 'taken',
      inside && 'inside',
      edge && 'edge',
      day === picked.fromDay && 'first',
      day === end && 'last',
      isWeekend(day) && 'weekend',
    ]
    return (
      <td key={day}>
        <button
          type="button"
          class={look.filter(Boolean).join(' ')}
          disabled={past}
          aria-pressed={inside}
          aria-current={day === today ? 'date' : undefined}
          onClick={() => tap(day)}
        >
          <span class="unseen day-name">{label(day, 'day')} </span>
          <span class="day-number" aria-hidden="true">
            {numberOf(date)}
          </span>
          <span class="day-free">{edge || word}</span>
          <span class="unseen">{past ? ` ${t.dayPast}` : edge && ` ${word}`}</span>
        </button>
      </td>
    )
  }

  return (
    <div class="calendar">
      <div class="calendar-head">
        <button
          type="button"
          class="icon-button"
          aria-label={t.weeksBefore}
          disabled={first <= today}
          onClick={() => setFirst(Math.max(mondayOf(today), first - weeks * 7))}
        >
          <Icon name="back" />
        </button>
        <h3 aria-live="polite">{months}</h3>
        <button
          type="button"
          class="icon-button"
          aria-label={t.weeksAfter}
          disabled={first + weeks * 7 > today + farthestDays}
          onClick={() => setFirst(first + weeks * 7)}
        >
          <Icon name="next" />
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => (
              <th key={index} scope="col">
                {label(someMonday + index, 'weekday')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksFrom(first, weeks).map((week) => (
            <tr key={week[0]}>{week.map(cell)}</tr>
          ))}
        </tbody>
      </table>
      <p class="calendar-legend">{asked.state === 'broken' ? t.calendarBroken : t.calendarLegend}</p>
    </div>
  )
}

/** Whole steps of weeks from this one, so that "before" always comes back to today. */
function startFor(day: number, today: number, weeks: number): number {
  const start = mondayOf(today)
  return start + Math.max(0, Math.floor((day - start) / (weeks * 7))) * weeks * 7
}

/** `27`; the first of a month says which: `12/1`. */
function numberOf(date: string): string {
  const day = Number(date.slice(8))
  return day === 1 ? `${Number(date.slice(5, 7))}/1` : String(day)
}
