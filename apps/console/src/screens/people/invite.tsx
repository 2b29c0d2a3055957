import type { Calls, StaffRole } from '@bobber/protocol'
import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { HandedOnLink } from '../../parts/link-qr.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import { RoleChoice } from './role-choice.tsx'

/** Who comes, as what; then a link and its QR. */
export function Invite({ close }: { close: () => void }) {
  const say = useSay()
  const times = useTimes()
  const create = useCommand('invitation.create')
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<StaffRole[]>(['service'])
  const [made, setMade] = useState<Calls['invitation.create']['reply'] | null>(null)
  const go = async (event: FormEvent) => {
    event.preventDefault()
    setMade(await create.give({ name: name.trim(), roles }))
  }
  return (
    <Modal opened onClose={close} title={say('people.invite')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      {made ? (
        <Stack>
          <p>{say('people.inviteReady', { name })}</p>
          <HandedOnLink path={made.path} alt={say('people.invite')} />
          <p className="quiet">{say('people.inviteUntil', { time: times.full(made.expiresAt) })}</p>
          <Button onClick={close}>{say('act.done')}</Button>
        </Stack>
      ) : (
        <form onSubmit={(event) => void go(event)}>
          <Stack>
            <TextInput
              label={say('people.inviteName')}
              required
              withAsterisk={false}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <RoleChoice value={roles} onChange={setRoles} />
            <ProblemNote problem={create.problem} />
            <Button type="submit" loading={create.busy} disabled={roles.length === 0 || name.trim() === ''}>
              {say('people.inviteMake')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
