import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { CheckedForm } from '../../parts/checked-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { ProblemNote, Trouble, Waiting } from '../../parts/states.tsx'
import { Entrance, useEntered, useLinkToken } from './entrance.tsx'

/** The one-time link from the server's window: who uses it is the owner. */
export function Owner() {
  const say = useSay()
  const token = useLinkToken()
  const [going, setGoing] = useState(false)
  // Once it was used there is nothing more to look at: it would only be refused.
  const asked = useAsk('ownerLink.look', { token }, { enabled: !going })
  const use = useCommand('ownerLink.use')
  const entered = useEntered()
  const [form, setForm] = useState({ shopName: '', name: '', login: '', password: '' })
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const go = async () => {
    setGoing(true)
    if (await use.give({ token, ...form, login: form.login.trim() })) entered()
    else setGoing(false)
  }
  if (asked.problem) return <Trouble problem={asked.problem} />
  if (!asked.data) return <Waiting rows={4} />
  return (
    <Entrance title={say('owner.title')} text={say('owner.text')}>
      <CheckedForm go={go}>
        <Stack>
          <TextInput
            label={say('owner.shopName')}
            description={say('owner.shopNameHint')}
            required
            withAsterisk={false}
            value={form.shopName}
            onChange={(event) => set({ shopName: event.currentTarget.value })}
          />
          <TextInput
            label={say('owner.name')}
            required
            withAsterisk={false}
            autoComplete="name"
            value={form.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={say('owner.login')}
            description={say('owner.loginHint')}
            required
            withAsterisk={false}
            autoComplete="username"
            value={form.login}
            onChange={(event) => set({ login: event.currentTarget.value })}
          />
          <PasswordField
            label={say('owner.password')}
            hint={say('owner.passwordHint')}
            value={form.password}
            change={(word) => set({ password: word })}
          />
          <ProblemNote problem={use.problem} />
          <Button type="submit" color="float" size="lg" loading={use.busy}>
            {say('owner.go')}
          </Button>
        </Stack>
      </CheckedForm>
    </Entrance>
  )
}
