import { DAY, dateOf, dayOfDate, HOUR, instantOf, wallTimeAt } from '@bobber/domain'
import { routes } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { useCommand } from '../use-command.ts'
import { when } from '../words.ts'

/** Staff sign in at the console; here are guests and customers. */
const mayMove: readonly string[] = routes['clock.move'].may

/** A practice shop says so on every page and shows its clock, which those may move that the routes' table allows. */
export function PracticeBanner() {
  const { t, shop, settings, me } = useStorefront()
  const now = useNow(1000)
  const move = useCommand('clock.move')
  const [picking, setPicking] = useState(false)
  if (!shop.practice) return null
  const may = me !== null && mayMove.includes(me.class)
  const by = (ms: number): void => void move.run({ to: now + ms })
  return (
    <aside class="practice" aria-label={t.practice}>
      <span class="practice-clock">
        <Icon name="clock" />
        <span>
          {t.practiceClock} <time dateTime={new Date(now).toISOString()}>{when(now, 'moment', shop.zone, settings.locale)}</time>
        </span>
      </span>
      {may ? (
        <span class="practice-ways">
          <button type="button" class="chip" disabled={move.running} onClick={() => by(HOUR)}>
            {t.plusHour}
          </button>
          <button type="button" class="chip" disabled={move.running} onClick={() => by(DAY)}>
            {t.plusDay}
          </button>
          <button type="button" class="chip" onClick={() => setPicking(true)}>
            {t.pickTime}
          </button>
        </span>
      ) : (
        <span class="practice-note">{t.practiceStaffOnly}</span>
      )}
      <TroubleNote trouble={move.trouble} />
      {picking && <PickTime now={now} close={() => setPicking(false)} move={(to) => void move.run({ to })} />}
    </aside>
  )
}

function PickTime({ now, close, move }: { now: number; close: () => void; move: (to: number) => void }) {
  const { t, shop } = useStorefront()
  const wall = wallTimeAt(now, shop.zone)
  const [date, setDate] = useState(dateOf(wall.day))
  const [time, setTime] = useState(`${pad(Math.floor(wall.minute / 60))}:${pad(wall.minute % 60)}`)
  const press = (): void => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    move(instantOf(dayOfDate(date), hours * 60 + minutes, shop.zone))
    close()
  }
  return (
    <Sheet title={t.practiceClock} close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          press()
        }}
      >
        <label class="field">
          <span>{t.pickTime}</span>
          <input type="date" required value={date} onInput={(event) => setDate(event.currentTarget.value)} />
          <input type="time" required aria-label={t.practiceClock} value={time} onInput={(event) => setTime(event.currentTarget.value)} />
        </label>
        <button type="submit" class="button primary wide">
          {t.moveTo}
        </button>
      </form>
    </Sheet>
  )
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
