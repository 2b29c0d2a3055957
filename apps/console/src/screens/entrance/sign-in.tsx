import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useCommand } from '../../data/ask.ts'
import { forgetEnd, wasEnded } from '../../data/ended.ts'
import { useSay } from '../../data/settings.tsx'
import { CheckedForm } from '../../parts/checked-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import { Entrance, useEntered } from './entrance.tsx'

export function SignIn() {
  const say = useSay()
  const { to } = useSearch({ from: '/sign-in' })
  const signIn = useCommand('password.signIn')
  const entered = useEntered()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const go = async () => {
    if (!(await signIn.give({ login: login.trim(), password }))) return
    forgetEnd(sessionStorage)
    entered(to)
  }
  return (
    <Entrance title={say('signIn.title')}>
      {wasEnded(sessionStorage) && <Alert color="yellow">{say('signIn.ended')}</Alert>}
      <CheckedForm go={go}>
        <Stack>
          <TextInput
            label={say('signIn.login')}
            required
            withAsterisk={false}
            autoComplete="username"
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordField label={say('signIn.password')} value={password} change={setPassword} />
          <ProblemNote problem={signIn.problem} />
          <Button type="submit" color="float" size="lg" loading={signIn.busy}>
            {say('signIn.go')}
          </Button>
        </Stack>
      </CheckedForm>
      <p className="quiet">
        <b>{say('signIn.first')}</b> {say('signIn.firstText')}
      </p>
    </Entrance>
  )
}
