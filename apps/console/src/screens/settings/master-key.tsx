import type { Calls } from '@bobber/protocol'
import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { ofOwnPassword } from '../../data/problem.ts'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { CheckedForm } from '../../parts/checked-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import styles from './settings.module.css'

/** The words are shown only to who gives the password again: the key opens everything, and a console may stand open. */
export function MasterKey() {
  const say = useSay()
  const settings = useAsk('shop.settings', {})
  const look = useCommand('masterKey.look')
  const [password, setPassword] = useState('')
  const [key, setKey] = useState<Calls['masterKey.look']['reply'] | null>(null)
  const isAnothers = look.problem?.kind === 'refused' && look.problem.refusal.code === 'forbidden'
  const go = async () => {
    setKey(await look.give({ password }))
    setPassword('')
  }
  return (
    <Section title={say('key.title')}>
      <Stack gap="sm">
        <p>{say('key.text')}</p>
        {settings.data?.masterKeyKept && <p className="quiet">{say('key.isKept')}</p>}
        {isAnothers ? (
          <p>{say('key.other')}</p>
        ) : key ? (
          <Words words={key.words} file={key.file} kept={settings.data?.masterKeyKept ?? key.kept} />
        ) : (
          <CheckedForm go={go}>
            <Stack gap="sm">
              <PasswordField label={say('password.now')} value={password} change={setPassword} />
              <ProblemNote problem={ofOwnPassword(look.problem, { message: say('password.wrong'), remedy: say('password.wrongText') })} />
              <Button type="submit" variant="light" loading={look.busy}>
                {say('key.show')}
              </Button>
            </Stack>
          </CheckedForm>
        )}
      </Stack>
    </Section>
  )
}

function Words({ words, file, kept }: Calls['masterKey.look']['reply']) {
  const say = useSay()
  const keep = useCommand('masterKey.kept')
  return (
    <Stack gap="sm">
      <b>{say('key.words', { n: words.split(/\s+/).length })}</b>
      <div className={styles.words} data-print-alone>
        {words}
      </div>
      <p className="quiet">
        {say('key.file')}: <code>{file}</code>
      </p>
      <Button variant="default" leftSection={<Icon name="print" size={20} />} onClick={() => print()}>
        {say('act.print')}
      </Button>
      {!kept && (
        <Button color="float" loading={keep.busy} onClick={() => void keep.give({})}>
          {say('key.kept')}
        </Button>
      )}
      <ProblemNote problem={keep.problem} />
    </Stack>
  )
}
