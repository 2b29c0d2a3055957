import type { Calls, StaffView } from '@bobber/protocol'
import { Button, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { HandedOnLink } from '../../parts/link-qr.tsx'
import { ProblemNote } from '../../parts/states.tsx'

/** For a colleague who forgot the password: a link by which he chooses another. Made at the press only, as it is a key that works once. */
export function PasswordLink({ staff, close }: { staff: StaffView; close: () => void }) {
  const say = useSay()
  const times = useTimes()
  const create = useCommand('passwordLink.create')
  const [made, setMade] = useState<Calls['passwordLink.create']['reply'] | null>(null)
  const make = async () => setMade(await create.give({ personId: staff.personId }))
  return (
    <Modal opened onClose={close} title={`${say('people.password')} ${staff.name}`} closeButtonProps={{ 'aria-label': say('act.close') }}>
      {made ? (
        <Stack>
          <p>{say('people.inviteReady', { name: staff.name })}</p>
          <HandedOnLink path={made.path} alt={say('people.password')} />
          <p className="quiet">{say('people.inviteUntil', { time: times.full(made.expiresAt) })}</p>
          <Button onClick={close}>{say('act.done')}</Button>
        </Stack>
      ) : (
        <Stack>
          <p>{say('people.passwordText')}</p>
          <ProblemNote problem={create.problem} />
          <Button loading={create.busy} onClick={() => void make()}>
            {say('people.passwordMake')}
          </Button>
        </Stack>
      )}
    </Modal>
  )
}
