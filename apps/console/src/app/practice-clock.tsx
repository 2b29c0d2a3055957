import { DAY, HOUR } from '@bobber/domain'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../data/ask.ts'
import { useNow } from '../data/client-context.tsx'
import { useSay } from '../data/settings.tsx'
import { useTimes } from '../data/times.ts'
import { lazyScreen } from './lazy-screen.tsx'
import styles from './shell.module.css'

const ClockPicker = lazyScreen(async () => (await import('./clock-picker.tsx')).default, { dialog: true })

/** The banner of a practice shop: its clock, and the hands that move it. */
export function PracticeClock() {
  const say = useSay()
  const times = useTimes()
  const now = useNow()
  const move = useCommand('clock.move')
  const [picking, setPicking] = useState(false)
  const go = (at: number) => void move.give({ to: at })
  return (
    <div className={`${styles.line} ${styles.practice}`}>
      <span className={styles.practiceWords}>
        <b>{say('practice.title')}</b>
        <span className="figures">{times.full(now)}</span>
      </span>
      <Button size="compact-md" color="dark" variant="outline" onClick={() => go(now + HOUR)}>
        {say('practice.hour')}
      </Button>
      <Button size="compact-md" color="dark" variant="outline" onClick={() => go(now + DAY)}>
        {say('practice.day')}
      </Button>
      <Button size="compact-md" color="dark" variant="outline" onClick={() => setPicking(true)}>
        {say('practice.pick')}
      </Button>
      {picking && <ClockPicker close={() => setPicking(false)} />}
    </div>
  )
}
