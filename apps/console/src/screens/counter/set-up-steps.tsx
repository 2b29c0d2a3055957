import type { SetUp } from '@bobber/protocol'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk, useCommand } from '../../data/ask.ts'
import { usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import type { WordKey } from '../../words/catalogue.ts'
import styles from './counter.module.css'

type Step = SetUp['steps'][number]['key']
interface StepRow {
  to: '/import' | '/settings' | '/people'
  hash?: string
  title: WordKey
  text: WordKey
}
const rows: Record<Step, StepRow> = {
  catalogue: { to: '/import', title: 'setUp.catalogue', text: 'setUp.catalogueText' },
  prices: { to: '/settings', hash: 'rules', title: 'setUp.prices', text: 'setUp.pricesText' },
  team: { to: '/people', title: 'setUp.team', text: 'setUp.teamText' },
  phone: { to: '/settings', hash: 'phone', title: 'setUp.phone', text: 'setUp.phoneText' },
  masterKey: { to: '/settings', hash: 'key', title: 'setUp.masterKey', text: 'setUp.masterKeyText' },
}

/**
 * The first run's checklist; it goes away by itself when all is done. Without goods it stands above everything (`first`),
 * afterwards below the three buttons of the day's work.
 */
export function SetUpSteps({ first }: { first: boolean }) {
  const say = useSay()
  const { me, shop } = usePlace()
  const asked = useAsk('shop.setUp', {})
  const sample = useCommand('sample.add')
  const steps = (asked.data?.steps ?? []).filter((step) => step.key !== 'prices' || shop.switches.rental)
  const left = steps.filter((step) => !step.done).length
  const noGoods = steps.some((step) => step.key === 'catalogue' && !step.done)
  if (left === 0 || noGoods !== first) return null
  return (
    <Section title={say('setUp.title')} aside={<span className="quiet">{say('setUp.left', { n: left })}</span>}>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step.key}>
            <Link to={rows[step.key].to} {...(rows[step.key].hash !== undefined && { hash: rows[step.key].hash })} className="row">
              <span className={step.done ? styles.markDone : styles.mark}>{step.done && <Icon name="check" size={18} />}</span>
              <span className="row-main">
                <b>{say(rows[step.key].title)}</b>
                {step.done && <span className="hidden">{say('setUp.done')}</span>}
                <br />
                <span className="quiet">{say(rows[step.key].text)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {noGoods && !shop.sample && me.roles.includes('owner') && (
        <Button mt="sm" variant="light" loading={sample.busy} onClick={() => void sample.give({})}>
          {say('setUp.sample')}
        </Button>
      )}
      <ProblemNote problem={sample.problem} />
    </Section>
  )
}
