import type { StaffRole, StaffView } from '@bobber/protocol'
import { Badge, Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Empty, ProblemNote, Shown } from '../../parts/states.tsx'
import { TypedConfirm } from '../../parts/typed-confirm.tsx'
import { PasswordLink } from './password-link.tsx'
import { RoleChoice } from './role-choice.tsx'

export function StaffList() {
  const say = useSay()
  const asked = useAsk('staff.list', {}, { everyMs: 30_000 })
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  return (
    <Stack>
      <SearchBox value={text} onChange={setText} label={say('people.staffSearch')} />
      <Shown asked={asked}>
        {({ staff }) => {
          const shown = staff.filter((one) => `${one.name} ${one.login ?? ''}`.toLowerCase().includes(wanted))
          return shown.length === 0 ? (
            <Empty title={say('people.noStaff')} text={say('people.noStaffText')} />
          ) : (
            <div className="card">
              {shown.map((one) => (
                <Row key={one.personId} staff={one} />
              ))}
            </div>
          )
        }}
      </Shown>
    </Stack>
  )
}

function Row({ staff }: { staff: StaffView }) {
  const say = useSay()
  const may = useMay()
  const { me } = usePlace()
  const [act, setAct] = useState<'roles' | 'password' | 'dismiss' | 'reinstate' | null>(null)
  return (
    <div className="row" style={{ cursor: 'default', flexWrap: 'wrap' }}>
      <span className="row-main" style={{ minWidth: '11rem' }}>
        <b>{staff.name}</b> <span className="quiet">{staff.personId === me.personId ? say('people.you') : staff.login}</span>
        <br />
        <Group gap={4}>
          {staff.roles.map((role) => (
            <Badge key={role}>{say(`role.${role}`)}</Badge>
          ))}
          {staff.dismissed && <Badge color="gray">{say('people.dismissed')}</Badge>}
        </Group>
      </span>
      {!staff.dismissed && may('staff.roles') && (
        <Group gap="xs">
          <Button variant="default" onClick={() => setAct('roles')}>
            {say('people.roles')}
          </Button>
          {staff.personId !== me.personId && (
            <>
              <Button variant="default" onClick={() => setAct('password')}>
                {say('people.password')}
              </Button>
              <Button variant="subtle" color="red" onClick={() => setAct('dismiss')}>
                {say('people.dismiss')}
              </Button>
            </>
          )}
        </Group>
      )}
      {staff.dismissed && may('staff.reinstate') && (
        <Button variant="default" onClick={() => setAct('reinstate')}>
          {say('people.reinstate')}
        </Button>
      )}
      {act === 'roles' && <Roles staff={staff} close={() => setAct(null)} />}
      {act === 'password' && <PasswordLink staff={staff} close={() => setAct(null)} />}
      {act === 'reinstate' && <Reinstate staff={staff} close={() => setAct(null)} />}
      {act === 'dismiss' && <Dismiss staff={staff} close={() => setAct(null)} />}
    </div>
  )
}

function Roles({ staff, close }: { staff: StaffView; close: () => void }) {
  const say = useSay()
  const change = useCommand('staff.roles')
  const [roles, setRoles] = useState<StaffRole[]>(staff.roles)
  return (
    <Modal opened onClose={close} title={`${say('people.roles')} ${staff.name}`} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Stack>
        <RoleChoice value={roles} onChange={setRoles} />
        <ProblemNote problem={change.problem} />
        <Button
          disabled={roles.length === 0}
          loading={change.busy}
          onClick={() => void change.give({ personId: staff.personId, roles }).then((reply) => reply && close())}
        >
          {say('act.save')}
        </Button>
      </Stack>
    </Modal>
  )
}

function Reinstate({ staff, close }: { staff: StaffView; close: () => void }) {
  const say = useSay()
  const reinstate = useCommand('staff.reinstate')
  const title = say('people.reinstateTitle', { name: staff.name })
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Stack>
        <p>{say('people.reinstateText')}</p>
        <ProblemNote problem={reinstate.problem} />
        <Button
          loading={reinstate.busy}
          onClick={() => void reinstate.give({ personId: staff.personId }).then((reply) => reply && close())}
        >
          {say('people.reinstate')}
        </Button>
      </Stack>
    </Modal>
  )
}

function Dismiss({ staff, close }: { staff: StaffView; close: () => void }) {
  const say = useSay()
  const dismiss = useCommand('staff.dismiss')
  return (
    <TypedConfirm
      opened
      close={close}
      title={say('people.dismissTitle', { name: staff.name })}
      text={say('people.dismissText')}
      word={staff.name}
      label={say('people.dismiss')}
      busy={dismiss.busy}
      problem={dismiss.problem}
      confirm={() => void dismiss.give({ personId: staff.personId }).then((reply) => reply && close())}
    />
  )
}
