import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote, Shown } from '../../parts/states.tsx'
import styles from './settings.module.css'

/** The words are asked for only when somebody wants to see them: nobody should read them over a shoulder. */
export function MasterKey() {
  const say = useSay()
  const [shown, setShown] = useState(false)
  const asked = useAsk('masterKey.look', {}, { enabled: shown })
  const settings = useAsk('shop.settings', {})
  const isAnothers = asked.problem?.kind === 'refused' && asked.problem.refusal.code === 'forbidden'
  const kept = useCommand('masterKey.kept')
  return (
    <Section title={say('key.title')}>
      <Stack gap="sm">
        <p>{say('key.text')}</p>
        {settings.data?.masterKeyKept && <p className="quiet">{say('key.isKept')}</p>}
        {isAnothers ? (
          <p>{say('key.other')}</p>
        ) : shown ? (
          <Shown asked={asked} rows={2}>
            {(key) => (
              <Stack gap="sm">
                <b>{say('key.words')}</b>
                <p className={styles.words}>{key.words}</p>
                <p className="quiet">
                  {say('key.file')}: <code>{key.file}</code>
                </p>
                {!key.kept && (
                  <Button color="float" loading={kept.busy} onClick={() => void kept.give({})}>
                    {say('key.kept')}
                  </Button>
                )}
              </Stack>
            )}
          </Shown>
        ) : (
          <Button variant="light" onClick={() => setShown(true)}>
            {say('key.show')}
          </Button>
        )}
        <ProblemNote problem={kept.problem} />
      </Stack>
    </Section>
  )
}
