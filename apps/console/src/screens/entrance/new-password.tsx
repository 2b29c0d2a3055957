import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { CheckedForm } from '../../parts/checked-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { ProblemNote, Trouble, Waiting } from '../../parts/states.tsx'
import { Entrance, useEntered, useLinkToken } from './entrance.tsx'

/** The way back in for whoever forgot the password: the link says whose it sets. */
export function NewPassword() {
  const say = useSay()
  const token = useLinkToken()
  const [going, setGoing] = useState(false)
  const asked = useAsk('passwordLink.look', { token }, { enabled: !going })
  const use = useCommand('passwordLink.use')
  const entered = useEntered()
  const [password, setPassword] = useState('')
  if (asked.problem) return <Trouble problem={asked.problem} />
  if (!asked.data) return <Waiting rows={4} />
  const go = async () => {
    setGoing(true)
    if (await use.give({ token, password })) entered()
    else setGoing(false)
  }
  return (
    <Entrance title={say('password.new')} text={say('password.newText', { ...asked.data })}>
      <CheckedForm go={go}>
        <Stack>
          {/* Told to the browser, which may keep the two together. */}
          <input hidden readOnly autoComplete="username" value={asked.data.login} />
          <PasswordField label={say('password.new')} hint={say('owner.passwordHint')} value={password} change={setPassword} />
          <ProblemNote problem={use.problem} />
          <Button type="submit" color="float" size="lg" loading={use.busy}>
            {say('signIn.go')}
          </Button>
        </Stack>
      </CheckedForm>
    </Entrance>
  )
}
