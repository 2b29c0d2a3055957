import { DAY, dateOf, dayOfDate, HOUR, instantOf, wallTimeAt } from '@bobber/domain'
import { useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { asGuest } from '../people/as-guest.ts'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { type Trouble, useCommand } from '../use-command.ts'
import { when } from '../words.ts'

/** A practice shop says so on every page and shows its clock. Whoever tries it out may move it; that takes a session, which a press begins. */
export function PracticeBanner() {
  const storefront = useStorefront()
  const { t, shop, settings } = storefront
  const now = useNow(1000)
  const move = useCommand('clock.move')
  const [picking, setPicking] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  if (!shop.practice) return null
  const to = async (moment: number): Promise<void> => {
    const failed = await asGuest(storefront)
    setTrouble(failed)
    if (failed) return
    const moved = await move.run({ to: moment })
    if (moved) storefront.clock.told(moved.now)
  }
  return (
    <aside class="practice" aria-label={t.practice}>
      <span class="practice-clock">
        <Icon name="clock" />
        <span>
          {t.practiceClock} <time dateTime={new Date(now).toISOString()}>{when(now, 'moment', shop.zone, settings.locale)}</time>
        </span>
      </span>
      <span class="practice-ways">
        <button type="button" class="chip" disabled={move.running} onClick={() => void to(now + HOUR)}>
          {t.plusHour}
        </button>
        <button type="button" class="chip" disabled={move.running} onClick={() => void to(now + DAY)}>
          {t.plusDay}
        </button>
        <button type="button" class="chip" onClick={() => setPicking(true)}>
          {t.pickTime}
        </button>
      </span>
      <TroubleNote trouble={trouble ?? move.trouble} />
      {picking && <PickTime now={now} close={() => setPicking(false)} move={(moment) => void to(moment)} />}
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
