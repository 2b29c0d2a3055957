import { Button, Stack, TextInput } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
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
  const go = async (event: FormEvent) => {
    event.preventDefault()
    if (await signIn.give({ login: login.trim(), password })) entered(to)
  }
  return (
    <Entrance title={say('signIn.title')}>
      <form onSubmit={(event) => void go(event)}>
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
      </form>
      <p className="quiet">
        <b>{say('signIn.first')}</b> {say('signIn.firstText')}
      </p>
    </Entrance>
  )
}
