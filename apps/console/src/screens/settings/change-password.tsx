import { Button, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote } from '../../parts/states.tsx'

const empty = { password: '', newPassword: '' }

export function ChangePassword() {
  const say = useSay()
  const change = useCommand('password.change')
  const [form, setForm] = useState(empty)
  const [done, setDone] = useState(false)
  const set = (part: Partial<typeof form>) => {
    setDone(false)
    setForm({ ...form, ...part })
  }
  const go = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await change.give(form))) return
    setForm(empty)
    setDone(true)
  }
  return (
    <Section title={say('password.title')}>
      <form onSubmit={(event) => void go(event)}>
        <Stack gap="sm">
          <p className="quiet">{say('password.text')}</p>
          <PasswordField label={say('password.now')} value={form.password} change={(password) => set({ password })} />
          <PasswordField
            label={say('password.new')}
            hint={say('owner.passwordHint')}
            value={form.newPassword}
            change={(newPassword) => set({ newPassword })}
          />
          <ProblemNote problem={change.problem} />
          <Button type="submit" variant="default" loading={change.busy}>
            {say(done ? 'password.changed' : 'password.title')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
