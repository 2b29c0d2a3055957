import type { Calls } from '@bobber/protocol'
import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Asked, useAsk } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Screen } from '../../parts/screen.tsx'
import { QrPicture } from '../../parts/small.tsx'
import { Empty, Shown } from '../../parts/states.tsx'
import styles from './stock.module.css'

/** A4 sheets of labels; on paper only the sheet is left (see print rules in styles.css). */
export function Labels() {
  const say = useSay()
  const navigate = useNavigate()
  const search = useSearch({ from: '/inside/labels' })
  const chosen = search.variant !== undefined || search.import !== undefined
  const asked = useAsk(
    'label.sheet',
    {
      ...(search.variant !== undefined && { variantId: search.variant }),
      ...(search.import !== undefined && { importId: search.import }),
    },
    { enabled: chosen },
  )
  return (
    <Screen
      title={say('labels.title')}
      back={() => void navigate({ to: '/stock' })}
      actions={
        <Button leftSection={<Icon name="print" size={20} />} disabled={!asked.data?.labels.length} onClick={() => print()}>
          {say('act.print')}
        </Button>
      }
    >
      <p className="quiet">{say('labels.text')}</p>
      {!chosen && (
        <Empty title={say('labels.which')} text={say('labels.whichText')}>
          <Button onClick={() => void navigate({ to: '/stock' })}>{say('labels.toStock')}</Button>
        </Empty>
      )}
      {chosen && <Sheet asked={asked} />}
    </Screen>
  )
}

function Sheet({ asked }: { asked: Asked<Calls['label.sheet']['reply']> }) {
  const say = useSay()
  return (
    <Shown
      asked={asked}
      empty={({ labels }) => (labels.length === 0 ? <Empty title={say('labels.none')} text={say('labels.noneText')} /> : null)}
    >
      {({ labels }) => (
        <div className={styles.sheet} data-print>
          {labels.map((label) => (
            <div key={label.code} className={styles.label1}>
              <QrPicture svg={label.qr} alt={label.code} size={110} />
              <div>
                <b>{label.code}</b>
                <span>{label.name}</span>
              </div>
            </div>
          ))}
        </div>
      )}
    </Shown>
  )
}
