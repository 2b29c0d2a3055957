import { Chip } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../data/client-context.tsx'
import { usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { type Span, type SpanChoice, spanOf, useTimes } from '../../data/times.ts'
import { WallTimeInput } from '../../parts/wall-time-input.tsx'
import styles from './new-order.module.css'

const choices: readonly SpanChoice[] = ['todayTomorrow', 'weekend', 'threeDays', 'week']

/** The usual spans with one tap; any other by date and time. */
export function SpanPicker({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  const say = useSay()
  const client = useClient()
  const times = useTimes()
  const { shop } = usePlace()
  const [choice, setChoice] = useState<SpanChoice | 'own'>('todayTomorrow')
  const pick = (next: string) => {
    const known = choices.find((one) => one === next)
    setChoice(known ?? 'own')
    if (known) onChange(spanOf(known, client.now(), shop.zone))
  }
  return (
    <>
      <Chip.Group value={choice} onChange={(next) => pick(next)}>
        <div className={styles.choices}>
          {choices.map((one) => (
            <Chip key={one} value={one} size="md">
              {say(`new.${one}`)}
            </Chip>
          ))}
          <Chip value="own" size="md">
            {say('new.own')}
          </Chip>
        </div>
      </Chip.Group>
      {choice === 'own' ? (
        <div className={styles.own}>
          <WallTimeInput
            label={say('new.from')}
            value={span.from}
            onChange={(from) => onChange({ from, until: Math.max(span.until, from + 3_600_000) })}
          />
          <WallTimeInput label={say('new.until')} value={span.until} onChange={(until) => onChange({ ...span, until })} />
        </div>
      ) : (
        <p style={{ marginTop: '0.75rem' }}>{say('order.span', { from: times.full(span.from), until: times.full(span.until) })}</p>
      )}
    </>
  )
}
