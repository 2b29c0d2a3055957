import { Button, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../data/ask.ts'
import { useClient } from '../data/client-context.tsx'
import { useSay } from '../data/settings.tsx'
import { ProblemNote } from '../parts/states.tsx'
import { WallTimeInput } from '../parts/wall-time-input.tsx'

/** Any later time for the practice clock. */
export default function ClockPicker({ close }: { close: () => void }) {
  const say = useSay()
  const client = useClient()
  const move = useCommand('clock.move')
  const [now] = useState(() => client.now())
  const [to, setTo] = useState(now)
  return (
    <Modal opened onClose={close} title={say('practice.pick')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Stack>
        <p className="quiet">{say('practice.explain')}</p>
        <WallTimeInput exact label={say('practice.pick')} value={to} onChange={setTo} />
        <ProblemNote problem={move.problem} />
        <Button disabled={to <= now} loading={move.busy} onClick={() => void move.give({ to }).then((reply) => reply && close())}>
          {say('practice.set')}
        </Button>
      </Stack>
    </Modal>
  )
}
