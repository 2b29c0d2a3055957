import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../data/ask.ts'
import { useConnection } from '../data/client-context.tsx'
import { usePlace } from '../data/me.tsx'
import { useSay } from '../data/settings.tsx'
import { PracticeClock } from './practice-clock.tsx'
import styles from './shell.module.css'

/** The lines above everything: connection, practice clock, the key that isn't kept yet. Never a blocking dialog. */
export function Lines() {
  const { me, shop } = usePlace()
  return (
    <>
      <ConnectionLine />
      {shop.practice && <PracticeClock />}
      {me.roles.includes('owner') && !shop.practice && <KeyNag />}
    </>
  )
}

function ConnectionLine() {
  const say = useSay()
  const connection = useConnection()
  if (connection === 'live' || connection === 'catchingUp') return <div role="status" />
  if (connection === 'gone' || connection === 'nobody') {
    return (
      <div role="status" className={`${styles.line} ${styles.offline}`}>
        {say('line.gone')}
        <Button size="compact-md" variant="white" onClick={() => location.reload()}>
          {say('line.reload')}
        </Button>
      </div>
    )
  }
  return (
    <div role="status" className={`${styles.line} ${connection === 'offline' ? styles.offline : styles.busy}`}>
      {say(connection === 'offline' ? 'line.offline' : 'line.connecting')}
    </div>
  )
}

function KeyNag() {
  const say = useSay()
  const settings = useAsk('shop.settings', {})
  if (settings.data?.masterKeyKept !== false) return null
  return (
    <div className={`${styles.line} ${styles.nag}`}>
      {say('key.nag')}
      <Link to="/settings" hash="key">
        {say('key.nagGo')}
      </Link>
    </div>
  )
}
