import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { ofOwnPassword } from '../../data/problem.ts'
import { useSay } from '../../data/settings.tsx'
import { CheckedForm } from '../../parts/checked-form.tsx'
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
  const go = async () => {
    if (!(await change.give(form))) return
    setForm(empty)
    setDone(true)
  }
  return (
    <Section title={say('password.title')}>
      <CheckedForm go={go}>
        <Stack gap="sm">
          <p className="quiet">{say('password.text')}</p>
          <PasswordField label={say('password.now')} value={form.password} change={(password) => set({ password })} />
          <PasswordField
            label={say('password.new')}
            hint={say('owner.passwordHint')}
            value={form.newPassword}
            change={(newPassword) => set({ newPassword })}
          />
          <ProblemNote problem={ofOwnPassword(change.problem, { message: say('password.wrong'), remedy: say('password.wrongText') })} />
          <Button type="submit" variant="default" loading={change.busy}>
            {say(done ? 'password.changed' : 'password.title')}
          </Button>
        </Stack>
      </CheckedForm>
    </Section>
  )
}
