import { useAsk } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { LinkQr } from '../../parts/link-qr.tsx'
import { Section } from '../../parts/screen.tsx'
import { Shown } from '../../parts/states.tsx'
import styles from './settings.module.css'

export function Phones() {
  const say = useSay()
  const asked = useAsk('shop.settings', {})
  return (
    <Section title={say('phone.title')}>
      <Shown asked={asked} rows={2}>
        {({ lan }) =>
          lan ? (
            <>
              <p>{say('phone.text')}</p>
              <LinkQr link={lan.url} alt={say('phone.shop')} />
              <p style={{ marginTop: '1rem' }}>{say('phone.trust')}</p>
              <LinkQr link={lan.trustUrl} alt={say('phone.trust')} size={150} />
              <p>{say('phone.fingerprint')}</p>
              <p className={styles.words}>{lan.fingerprint}</p>
            </>
          ) : (
            <p className="quiet">{say('phone.none')}</p>
          )
        }
      </Shown>
    </Section>
  )
}
