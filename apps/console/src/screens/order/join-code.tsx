import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import type { Calls } from '@bobber/protocol'
import { useNow } from '../../data/client-context.tsx'
import { useLinkUse } from '../../data/link-use.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { LinkQr, useHandedOn } from '../../parts/link-qr.tsx'
import { LinkUsed } from '../../parts/link-used.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import styles from './order.module.css'

/** The QR by which the customer finds this order and its talk on her own phone; made only when asked for, as it is a key. */
export function JoinCode({ orderId, open = false }: { orderId: string; open?: boolean }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const whole = useHandedOn()
  const join = useCommand('order.joinCode')
  const [code, setCode] = useState<Calls['order.joinCode']['reply'] | null>(null)
  const { used, name } = useLinkUse(code)
  const make = async () => setCode(await join.give({ orderId }))
  return (
    <Section title={say('order.join')}>
      {used ? (
        <LinkUsed name={name} />
      ) : code ? (
        <div className={styles.join}>
          <LinkQr link={whole(code.path)} alt={say('order.join')} />
          <div style={{ flex: '1 1 12rem' }}>
            <p>{say('order.joinText')}</p>
            <p className="quiet">{say('order.joinUntil', { time: times.short(code.expiresAt, now) })}</p>
          </div>
        </div>
      ) : (
        <>
          <p className="quiet">{say('order.joinText')}</p>
          <Button mt="xs" variant={open ? 'filled' : 'light'} loading={join.busy} onClick={() => void make()}>
            {say('order.join')}
          </Button>
        </>
      )}
      <ProblemNote problem={join.problem} />
    </Section>
  )
}
