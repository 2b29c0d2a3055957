import type { Calls } from '@bobber/protocol'
import { Button, Modal, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useCommand } from '../data/ask.ts'
import { useLinkUse } from '../data/link-use.ts'
import { useSay } from '../data/settings.tsx'
import { useTimes } from '../data/times.ts'
import { LinkQr, useHandedOn } from './link-qr.tsx'
import { LinkUsed } from './link-used.tsx'
import { ProblemNote } from './states.tsx'

/** How long the dialog says that she is in before it goes away. */
const closeAfterMs = 4000

/**
 * Signs a customer in on her own phone: the one named, or a new one for whoever stands at the counter. Made at the press only, as
 * it is a key that works once.
 */
export function SignInQr({ customerId }: { customerId?: string }) {
  const say = useSay()
  const times = useTimes()
  const whole = useHandedOn()
  const create = useCommand('counterQr.create')
  const [made, setMade] = useState<Calls['counterQr.create']['reply'] | null>(null)
  const { used, name } = useLinkUse(made)
  useEffect(() => {
    if (!used) return undefined
    const timer = setTimeout(() => setMade(null), closeAfterMs)
    return () => clearTimeout(timer)
  }, [used])
  const make = async () => setMade(await create.give(customerId === undefined ? {} : { customerId }))
  return (
    <>
      <Button variant="light" loading={create.busy} onClick={() => void make()}>
        {say('customer.qr')}
      </Button>
      <ProblemNote problem={create.problem} />
      <Modal
        opened={made !== null}
        onClose={() => setMade(null)}
        title={say('customer.qr')}
        closeButtonProps={{ 'aria-label': say('act.close') }}
      >
        {made && (
          <Stack>
            {used ? (
              <LinkUsed name={name} />
            ) : (
              <>
                <p>{say('customer.qrText')}</p>
                <LinkQr link={whole(made.path)} alt={say('customer.qr')} />
                <p className="quiet">{say('people.inviteUntil', { time: times.full(made.expiresAt) })}</p>
              </>
            )}
            <Button onClick={() => setMade(null)}>{say('act.done')}</Button>
          </Stack>
        )}
      </Modal>
    </>
  )
}
