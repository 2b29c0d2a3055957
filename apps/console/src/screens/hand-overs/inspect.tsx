import type { OrderUnit, OrderView, Picture } from '@bobber/protocol'
import { Button, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useMay } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FeeLines, Thumb, Total } from '../../parts/small.tsx'
import { Empty, Forbidden, ProblemNote, Shown } from '../../parts/states.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { DoneMark } from './done-mark.tsx'
import styles from './hand-overs.module.css'
import { type Condition, ConditionChoice } from './unit-report.tsx'

/** The look after the return: condition, damage, cleaning; the settlement follows from it. */
export function Inspect() {
  const say = useSay()
  const may = useMay()
  const navigate = useNavigate()
  const { orderId } = useParams({ from: '/inside/hand-overs/inspect/$orderId' })
  const asked = useAsk('order.get', { orderId })
  if (!may('rental.inspect')) return <Forbidden />
  return (
    <Screen title={say('inspect.title')} narrow back={() => void navigate({ to: '/orders/$orderId', params: { orderId } })}>
      <Shown asked={asked}>
        {(order) => {
          const units = order.lines.flatMap((line) => line.units.filter((unit) => unit.state === 'returned'))
          return units.length > 0 ? <Report key={orderId} order={order} units={units} /> : <Settled order={order} />
        }}
      </Shown>
    </Screen>
  )
}

interface Finding {
  condition: Condition
  damage: number
  cleaning: number
  note: string
}

function Report({ order, units }: { order: OrderView; units: readonly OrderUnit[] }) {
  const say = useSay()
  const inspect = useCommand('rental.inspect')
  const [findings, setFindings] = useState<Record<string, Finding>>({})
  const of = (unit: OrderUnit): Finding => findings[unit.unitId] ?? { condition: unit.condition, damage: 0, cleaning: 0, note: '' }
  const set = (unit: OrderUnit, part: Partial<Finding>) => setFindings({ ...findings, [unit.unitId]: { ...of(unit), ...part } })
  const nothing = units.every((unit) => of(unit).damage + of(unit).cleaning === 0)
  const go = () => inspect.give({ orderId: order.orderId, units: units.map((unit) => ({ unitId: unit.unitId, ...of(unit) })) })
  return (
    <Stack>
      {units.map((unit) => (
        <section key={unit.unitId} className="card" aria-label={unit.code}>
          <Stack gap="sm">
            <h2 className="figures">{unit.code}</h2>
            <SimpleGrid cols={2}>
              <Pictures title={say('inspect.before')} pictures={unit.outPictures} note={unit.outNote} />
              <Pictures title={say('inspect.after')} pictures={unit.inPictures} note={unit.inNote} />
            </SimpleGrid>
            <ConditionChoice value={of(unit).condition} onChange={(condition) => set(unit, { condition })} />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <YuanInput label={say('inspect.damage')} value={of(unit).damage} onChange={(damage) => set(unit, { damage: damage ?? 0 })} />
              <YuanInput
                label={say('inspect.cleaning')}
                value={of(unit).cleaning}
                onChange={(cleaning) => set(unit, { cleaning: cleaning ?? 0 })}
              />
            </SimpleGrid>
            <TextInput
              label={say('condition.note')}
              maxLength={400}
              value={of(unit).note}
              onChange={(event) => set(unit, { note: event.currentTarget.value })}
            />
          </Stack>
        </section>
      ))}
      {nothing && <p className="quiet">{say('inspect.allGood')}</p>}
      <ProblemNote problem={inspect.problem} />
      <Button color="float" size="xl" loading={inspect.busy} onClick={() => void go()}>
        {say('inspect.go')}
      </Button>
    </Stack>
  )
}

export function Pictures({ title, pictures, note }: { title: string; pictures: readonly Picture[]; note: string }) {
  const say = useSay()
  return (
    <div>
      <h3 style={{ marginBottom: '0.5rem' }}>{title}</h3>
      <div className={styles.pictures}>
        {pictures.map((picture, at) => (
          <a key={picture.fileId} href={`/files/${picture.fileId}/1440.webp`} target="_blank" rel="noreferrer">
            <Thumb picture={picture} size={120} alt={say('photo.alt', { n: at + 1 })} />
          </a>
        ))}
        {pictures.length === 0 && <p className="quiet">{say('inspect.noPictures')}</p>}
      </div>
      {note !== '' && <p>{note}</p>}
    </div>
  )
}

function Settled({ order }: { order: OrderView }) {
  const say = useSay()
  const sheet = order.settlement
  if (!sheet) return <Empty title={say('inspect.go')} />
  return (
    <div className={`card ${styles.stack}`}>
      <div className={styles.done}>
        <DoneMark />
        <h2>{say('inspect.settled')}</h2>
      </div>
      <FeeLines lines={sheet.lines} />
      <Total label={say('fee.charges')} amount={sheet.totals.charges} />
      <Total label={say('fee.paid')} amount={sheet.totals.paid} />
      <Total
        label={say(sheet.totals.due > 0 ? 'fee.due' : 'fee.refund')}
        amount={sheet.totals.due > 0 ? sheet.totals.due : sheet.totals.refund}
        strong
      />
      <Button size="lg" renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId: order.orderId }} {...props} />}>
        {say('fact.seeOrder')}
      </Button>
    </div>
  )
}
