import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useSay } from '../../data/settings.tsx'
import styles from './hand-overs.module.css'

/** The whole view turns red, the phone shakes: nobody hands out the wrong rod by accident. */
export function WrongOne({ title, lines, close }: { title: string; lines: readonly string[]; close: () => void }) {
  const say = useSay()
  useEffect(() => {
    // Missing on desktops and iPhones, and forbidden before the first tap; there the red alone has to do.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([180, 80, 180])
  }, [])
  return (
    <div role="alert" className={styles.wrong}>
      <strong>{title}</strong>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Button variant="white" color="dark" size="lg" onClick={close} data-autofocus>
        {say('scan.again')}
      </Button>
    </div>
  )
}
