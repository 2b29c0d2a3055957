import { lateFeeAt } from '@bobber/domain'
import type { OrderView, UnitView } from '@bobber/protocol'
import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useFindUnit } from '../../data/find-unit.ts'
import { money } from '../../data/money.ts'
import { useMay } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { lengthWords, useTimes } from '../../data/times.ts'
import { Scanner } from '../../parts/scanner.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Forbidden, ProblemNote, Shown } from '../../parts/states.tsx'
import { UndoBar } from '../../parts/undo-bar.tsx'
import { DoneMark } from './done-mark.tsx'
import styles from './hand-overs.module.css'
import { reportOf, type Scanned, scannedUnit, UnitReport } from './unit-report.tsx'
import { WrongOne } from './wrong-one.tsx'

/** Taking back: the first scan names the order, the others belong to it. */
export function TakeBack() {
  const say = useSay()
  const may = useMay()
  const navigate = useNavigate()
  const find = useFindUnit()
  const checkIn = useCommand('rental.checkIn')
  const [scanned, setScanned] = useState<Scanned[]>([])
  const [wrong, setWrong] = useState<{ title: string; lines: string[] } | null>(null)
  const [back, setBack] = useState<string | null>(null)
  const orderId = scanned[0]?.unit.orderId ?? null
  const asked = useAsk('order.get', { orderId: orderId ?? back ?? '' }, { enabled: orderId !== null || back !== null })
  if (!may('rental.checkIn')) return <Forbidden />
  const onCode = async (code: string) => {
    const unit = await find.byCode(code)
    if (!unit || scanned.some((one) => one.unit.unitId === unit.unitId)) return
    const why = whyNot(unit, orderId)
    if (why === null) {
      setWrong(null)
      setScanned((before) => [...before, scannedUnit(unit)])
    } else if (why === 'otherOrder') {
      setWrong({ title: say('takeBack.otherOrder', { code: unit.code }), lines: [say('takeBack.otherOrderText')] })
    } else {
      setWrong({
        title: say('takeBack.notOut', { code: unit.code }),
        lines: [say('takeBack.notOutText', { state: say(`unit.${unit.state}`) })],
      })
    }
  }
  const go = async () => {
    const reply = await checkIn.give({ ...(orderId !== null && { orderId }), units: scanned.map(reportOf) })
    if (!reply) return
    setBack(reply.orderId)
    setScanned([])
  }
  return (
    <Screen title={say('takeBack.title')} back={() => void navigate({ to: '/' })}>
      {back === null ? (
        <div className={styles.two}>
          <div className={styles.stack}>
            {wrong ? (
              <WrongOne {...wrong} close={() => setWrong(null)} />
            ) : (
              <Scanner onCode={(code) => void onCode(code)} busy={find.busy} />
            )}
            <ProblemNote problem={find.problem} />
          </div>
          <div className={styles.stack}>
            {orderId !== null && asked.data && <DueCard order={asked.data} />}
            {scanned.map((one, at) => (
              <UnitReport
                key={one.unit.unitId}
                scanned={one}
                onChange={(next) => setScanned((before) => before.with(at, next))}
                onRemove={() => setScanned((before) => before.toSpliced(at, 1))}
              />
            ))}
            {scanned.length > 0 && (
              <div className={styles.foot}>
                <ProblemNote problem={checkIn.problem} />
                <Button color="float" size="xl" loading={checkIn.busy} onClick={() => void go()}>
                  {say('takeBack.go', { n: scanned.length })}
                </Button>
              </div>
            )}
          </div>
        </div>
      ) : (
        <Shown asked={asked}>{(order) => <TakenBack order={order} />}</Shown>
      )}
    </Screen>
  )
}

function whyNot(unit: UnitView, orderId: string | null): 'notOut' | 'otherOrder' | null {
  if (unit.state !== 'checkedOut') return 'notOut'
  return orderId !== null && unit.orderId !== orderId ? 'otherOrder' : null
}

/** Whose it is, when it was due, and what the lateness comes to while one looks at it. */
function DueCard({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow()
  if (order.dueAt === null) return null
  const fee = lateFeeAt(order.late, now)
  return (
    <div className="card">
      <b>{order.customer?.name ?? say('order.walkIn')}</b> <span className="quiet">{order.number}</span>
      <p>{say('takeBack.due', { time: times.full(order.dueAt) })}</p>
      {now > order.dueAt ? (
        <p>
          <b style={{ color: 'var(--mantine-color-error)' }}>
            {say('order.late', { length: lengthWords(now - order.dueAt, say), amount: money(fee) })}
          </b>
        </p>
      ) : (
        <p>{say('takeBack.inTime')}</p>
      )}
    </div>
  )
}

function TakenBack({ order }: { order: OrderView }) {
  const say = useSay()
  const undo = useCommand('rental.undoCheckIn')
  const navigate = useNavigate()
  const unitIds = order.lines.flatMap((line) => line.units.filter((unit) => unit.state === 'returned').map((unit) => unit.unitId))
  const back = async () => {
    if (await undo.give({ orderId: order.orderId, unitIds })) await navigate({ to: '/orders/$orderId', params: { orderId: order.orderId } })
  }
  return (
    <>
      <div className={`card ${styles.done}`}>
        <DoneMark />
        <h2>{say('takeBack.done')}</h2>
        <p>{say('takeBack.doneText')}</p>
        {order.next.includes('rental.inspect') && (
          <Button
            color="float"
            size="lg"
            renderRoot={(props) => <Link to="/hand-overs/inspect/$orderId" params={{ orderId: order.orderId }} {...props} />}
          >
            {say('takeBack.inspect')}
          </Button>
        )}
        <Button variant="subtle" renderRoot={(props) => <Link to="/" {...props} />}>
          {say('act.done')}
        </Button>
      </div>
      {order.undoUntil !== null && unitIds.length > 0 && (
        <UndoBar until={order.undoUntil} label={say('act.undoTakeBack')} busy={undo.busy} undo={() => void back()} />
      )}
      <ProblemNote problem={undo.problem} />
    </>
  )
}
