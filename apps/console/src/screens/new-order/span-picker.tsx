import { Chip } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useNow } from '../../data/client-context.tsx'
import { usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { type Span, type SpanChoice, spanOf, useTimes } from '../../data/times.ts'
import { WallTimeInput } from '../../parts/wall-time-input.tsx'
import styles from './new-order.module.css'

const choices: readonly SpanChoice[] = ['todayTomorrow', 'weekend', 'threeDays', 'week']

export interface ChosenSpan {
  choice: SpanChoice | 'own'
  span: Span
  choose: (choice: SpanChoice | 'own') => void
  /** another span of one's own */
  onChange: (span: Span) => void
}

/**
 * A usual span goes along with the clock, which the page may learn only after its first picture, and which passes the collection of
 * a page that stays open; one's own stays.
 */
export function useChosenSpan(): ChosenSpan {
  const { shop } = usePlace()
  const now = useNow(10_000)
  const [choice, setChoice] = useState<SpanChoice | 'own'>('todayTomorrow')
  const [own, setOwn] = useState<Span>({ from: 0, until: 0 })
  const { from, until } = choice === 'own' ? own : spanOf(choice, now, shop.zone)
  const span = useMemo(() => ({ from, until }), [from, until])
  return {
    choice,
    span,
    choose: (next) => {
      setOwn(span)
      setChoice(next)
    },
    onChange: setOwn,
  }
}

/** The usual spans with one tap; any other by date and time. */
export function SpanPicker({ chosen }: { chosen: ChosenSpan }) {
  const say = useSay()
  const times = useTimes()
  const { choice, span, choose, onChange } = chosen
  return (
    <>
      <Chip.Group value={choice} onChange={(next) => choose(choices.find((one) => one === next) ?? 'own')}>
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
