import type { OrderView } from '@bobber/protocol'
import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useNow } from '../../data/client-context.tsx'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import { Thumb } from '../../parts/small.tsx'
import { Pictures } from '../hand-overs/inspect.tsx'
import styles from './order.module.css'

/** What was ordered, and for each rental which unit it became, with its pictures before and after. */
export function OrderLines({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  return (
    <Section title={say('order.lines')}>
      {order.lines.map((line) => (
        <div key={line.orderLineId}>
          <div className={styles.line}>
            <Thumb picture={line.picture} size={64} />
            <div>
              <Link to="/stock/$variantId" params={{ variantId: line.variantId }}>
                <b>{line.name}</b>
              </Link>
              <div className="quiet">
                {line.sku} · {say(line.kind === 'rental' ? 'order.rental' : 'order.sale')} · {say('order.quantity', { n: line.quantity })}
              </div>
              {line.forgone > 0 && <div>{say('order.forgone', { n: line.forgone })}</div>}
              {line.from !== null && line.until !== null && (
                <div>{say('order.span', { from: times.full(line.from), until: times.full(line.until) })}</div>
              )}
            </div>
          </div>
          <ul className={styles.units}>
            {line.units.map((unit) => (
              <li key={unit.unitId}>
                <b className="figures">{unit.code}</b> <Badge>{say(`order.unit.${unit.state}`)}</Badge>{' '}
                <span className="quiet">{say(`condition.${unit.condition}`)}</span>
                <div className={styles.pair}>
                  <Pictures
                    title={`${say('inspect.before')} ${times.short(unit.outAt, now)}`}
                    pictures={unit.outPictures}
                    note={unit.outNote}
                  />
                  {unit.inAt !== null && (
                    <Pictures
                      title={`${say('inspect.after')} ${times.short(unit.inAt, now)}`}
                      pictures={unit.inPictures}
                      note={unit.inNote}
                    />
                  )}
                </div>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}
