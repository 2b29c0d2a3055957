import { dayOfDate, instantOf } from '@bobber/domain'
import { Select } from '@mantine/core'
import { usePlace } from '../data/me.tsx'
import { useSay } from '../data/settings.tsx'
import { dateAndMinute } from '../data/times.ts'
import styles from './wall-time-input.module.css'

const halfHours = Array.from({ length: 48 }, (_, half) => half * 30)
const written = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** A date and a time of day of the shop's zone; `value` is epoch ms. Half hours to choose from, or any minute with `exact`. */
export function WallTimeInput({
  label,
  value,
  onChange,
  exact = false,
}: {
  label: string
  value: number
  onChange: (at: number) => void
  exact?: boolean
}) {
  const say = useSay()
  const { zone } = usePlace().shop
  const { date, minute } = dateAndMinute(value, zone)
  const minutes = halfHours.includes(minute) ? halfHours : [...halfHours, minute].toSorted((a, b) => a - b)
  const set = (nextDate: string, nextMinute: number) => {
    // An unfinished date is an empty string: the last whole one stays until then.
    if (nextDate !== '') onChange(instantOf(dayOfDate(nextDate), nextMinute, zone))
  }
  return (
    <fieldset className={styles.field}>
      <legend>{label}</legend>
      <input
        className={styles.date}
        type="date"
        aria-label={label}
        value={date}
        onChange={(event) => set(event.currentTarget.value, minute)}
      />
      {exact ? (
        <input
          className={styles.date}
          type="time"
          aria-label={`${label} ${say('new.hour')}`}
          value={written(minute)}
          onChange={(event) => event.currentTarget.value !== '' && set(date, minuteOf(event.currentTarget.value))}
        />
      ) : (
        <Select
          aria-label={`${label} ${say('new.hour')}`}
          className={styles.time ?? ''}
          data={minutes.map((one) => ({ value: String(one), label: written(one) }))}
          value={String(minute)}
          allowDeselect={false}
          onChange={(next) => next !== null && set(date, Number(next))}
        />
      )}
    </fieldset>
  )
}
