import type { Calls } from '@bobber/protocol'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useNow } from '../../data/client-context.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import styles from './stock.module.css'
import { midnights, type UnitDay, unitDays } from './unit-days.ts'

const dayCount = 14
const arrows: Record<string, readonly [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Units × days as a grid: one stop for Tab, arrows inside, Enter opens the order. Colours are fixed and always named. */
export function UnitCalendar({ about }: { about: Pick<Calls['variant.get']['reply'], 'units' | 'claims'> }) {
  const say = useSay()
  const times = useTimes()
  const may = useMay()
  const navigate = useNavigate()
  const now = useNow(60_000)
  const { zone } = usePlace().shop
  const starts = useMemo(() => midnights(now, zone, dayCount), [now, zone])
  const rows = useMemo(() => unitDays(about, now, starts), [about, now, starts])
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const open = (day: UnitDay) => {
    if (day.orderId !== null && may('order.get')) void navigate({ to: '/orders/$orderId', params: { orderId: day.orderId } })
  }
  const onKey = (event: KeyboardEvent<HTMLTableElement>) => {
    const day = rows[at[0]]?.days[at[1]]
    if (event.key === 'Enter' && day) open(day)
    const step = arrows[event.key]
    if (!step) return
    event.preventDefault()
    const row = Math.min(rows.length - 1, Math.max(0, at[0] + step[0]))
    const column = Math.min(dayCount - 1, Math.max(0, at[1] + step[1]))
    setAt([row, column])
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus()
  }
  if (rows.length === 0) return null
  return (
    <Section title={say('variant.calendar')} aside={<span className="quiet">{say('variant.calendarText')}</span>}>
      <div className={styles.calendar}>
        <table role="grid" aria-label={say('variant.calendar')} onKeyDown={onKey}>
          <thead>
            <tr>
              <td />
              {starts.slice(0, -1).map((start) => (
                <th key={start} scope="col">
                  {times.day(start)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={`${row.code}${y}`}>
                <th scope="row">{row.code ?? `${say('variant.unnamed')} ×${row.quantity}`}</th>
                {row.days.map((day, x) => (
                  <td
                    key={x}
                    data-kind={day.kind}
                    data-cell={`${y}-${x}`}
                    tabIndex={at[0] === y && at[1] === x ? 0 : -1}
                    onFocus={() => setAt([y, x])}
                    onClick={() => open(day)}
                    title={day.orderNumber ?? undefined}
                  >
                    {say(`unit.${day.kind}`)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
