import type { UnitView } from '@bobber/protocol'
import { Badge, Button, Group, Menu, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useMay } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import { Empty, ProblemNote } from '../../parts/states.tsx'
import { TypedConfirm } from '../../parts/typed-confirm.tsx'
import styles from './stock.module.css'

const colours: Record<UnitView['state'], string> = {
  available: 'green',
  claimed: 'lake',
  checkedOut: 'blue',
  inspection: 'grape',
  maintenance: 'yellow',
  retired: 'gray',
}

/** Each single piece: its state, where it is, its codes. */
export function Units({ variantId, units }: { variantId: string; units: readonly UnitView[] }) {
  const say = useSay()
  const may = useMay()
  const add = useCommand('unit.add')
  const [adding, setAdding] = useState(false)
  const [quantity, setQuantity] = useState(1)
  return (
    <Section
      title={`${say('variant.units')} ${units.length}`}
      aside={
        may('unit.add') && (
          <Button variant="light" onClick={() => setAdding(true)}>
            {say('variant.addUnits')}
          </Button>
        )
      }
    >
      {units.length === 0 && <Empty title={say('variant.noUnits')} text={say('variant.noUnitsText')} />}
      {units.map((unit) => (
        <Unit key={unit.unitId} unit={unit} />
      ))}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={say('variant.addUnits')}
        closeButtonProps={{ 'aria-label': say('act.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void add.give({ variantId, quantity }).then((reply) => reply && setAdding(false))
          }}
        >
          <Stack>
            <NumberInput
              label={say('variant.howMany')}
              min={1}
              max={1000}
              allowDecimal={false}
              value={quantity}
              onChange={(next) => setQuantity(typeof next === 'number' ? next : 1)}
            />
            <ProblemNote problem={add.problem} />
            <Button type="submit" loading={add.busy}>
              {say('act.add')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </Section>
  )
}

function Unit({ unit }: { unit: UnitView }) {
  const say = useSay()
  const may = useMay()
  const times = useTimes()
  const now = useNow(60_000)
  const available = useCommand('unit.available')
  const [act, setAct] = useState<'retire' | 'code' | null>(null)
  const isDown = unit.state === 'maintenance' && may('unit.available')
  const late = unit.state === 'checkedOut' && unit.dueAt !== null && unit.dueAt < now
  return (
    <div className={styles.unit}>
      <span className={styles.unitMain}>
        <b className="figures">{unit.code}</b> <span className="quiet">{say(`condition.${unit.condition}`)}</span>
        {unit.supplierCodes.length > 0 && <div className="quiet">{unit.supplierCodes.join('、')}</div>}
        {unit.orderId !== null && (
          <div>
            {may('order.get') ? (
              <Link to="/orders/$orderId" params={{ orderId: unit.orderId }}>
                {unit.orderNumber}
              </Link>
            ) : (
              unit.orderNumber
            )}
            {unit.dueAt !== null && ` · ${say('order.due', { time: times.short(unit.dueAt, now) })}`}
          </div>
        )}
      </span>
      <Badge color={late ? 'red' : colours[unit.state]}>{say(late ? 'unit.overdue' : `unit.${unit.state}`)}</Badge>
      {(may('unit.retire') || isDown) && unit.state !== 'retired' && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="subtle" aria-label={`${say('act.change')} ${unit.code}`}>
              {say('act.change')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {isDown && <Menu.Item onClick={() => void available.give({ unitId: unit.unitId })}>{say('variant.available')}</Menu.Item>}
            {may('unit.code') && <Menu.Item onClick={() => setAct('code')}>{say('variant.codeAdd')}</Menu.Item>}
            {may('unit.retire') && (
              <Menu.Item color="red" onClick={() => setAct('retire')}>
                {say('variant.retire')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <ProblemNote problem={available.problem} />
      {act === 'code' && <AddCode unit={unit} close={() => setAct(null)} />}
      {act === 'retire' && <Retire unit={unit} close={() => setAct(null)} />}
    </div>
  )
}

function AddCode({ unit, close }: { unit: UnitView; close: () => void }) {
  const say = useSay()
  const code = useCommand('unit.code')
  const [text, setText] = useState('')
  return (
    <Modal opened onClose={close} title={`${say('variant.codeAdd')} ${unit.code}`} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void code.give({ unitId: unit.unitId, code: text.trim() }).then((reply) => reply && close())
        }}
      >
        <Stack>
          <TextInput label={say('variant.code')} data-autofocus value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <ProblemNote problem={code.problem} />
          <Group justify="flex-end">
            <Button type="submit" disabled={text.trim() === ''} loading={code.busy}>
              {say('act.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Retire({ unit, close }: { unit: UnitView; close: () => void }) {
  const say = useSay()
  const retire = useCommand('unit.retire')
  const [reason, setReason] = useState('')
  const go = async () => {
    if (await retire.give({ unitId: unit.unitId, reason: reason.trim() || say('variant.retire') })) close()
  }
  return (
    <TypedConfirm
      opened
      close={close}
      title={say('variant.retireTitle', { code: unit.code })}
      text={say('variant.retireText')}
      word={unit.code}
      label={say('variant.retire')}
      busy={retire.busy}
      problem={retire.problem}
      confirm={() => void go()}
    >
      <TextInput label={say('variant.retireReason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </TypedConfirm>
  )
}
