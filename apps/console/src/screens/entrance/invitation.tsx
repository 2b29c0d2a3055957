import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { CheckedForm } from '../../parts/checked-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { ProblemNote, Trouble, Waiting } from '../../parts/states.tsx'
import { Entrance, useEntered, useLinkToken } from './entrance.tsx'

export function Invitation() {
  const say = useSay()
  const token = useLinkToken()
  const [going, setGoing] = useState(false)
  // Once it was accepted the link is used up: looking at it again would only be refused.
  const asked = useAsk('invitation.look', { token }, { enabled: !going })
  const accept = useCommand('invitation.accept')
  const entered = useEntered()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  if (asked.problem) return <Trouble problem={asked.problem} />
  if (!asked.data) return <Waiting rows={4} />
  const { name, roles, shopName } = asked.data
  const go = async () => {
    setGoing(true)
    if (await accept.give({ token, login: login.trim(), password })) entered()
    else setGoing(false)
  }
  return (
    <Entrance
      title={say('invitation.title', { shop: shopName })}
      text={say('invitation.text', { name, roles: roles.map((role) => say(`role.${role}`)).join('、') })}
    >
      <CheckedForm go={go}>
        <Stack>
          <TextInput
            label={say('owner.login')}
            description={say('owner.loginHint')}
            required
            withAsterisk={false}
            autoComplete="username"
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordField label={say('owner.password')} hint={say('owner.passwordHint')} value={password} change={setPassword} />
          <ProblemNote problem={accept.problem} />
          <Button type="submit" color="float" size="lg" loading={accept.busy}>
            {say('invitation.go')}
          </Button>
        </Stack>
      </CheckedForm>
    </Entrance>
  )
}
