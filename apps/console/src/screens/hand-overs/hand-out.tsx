import type { OrderView } from '@bobber/protocol'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useFindUnit } from '../../data/find-unit.ts'
import { useMay } from '../../data/me.tsx'
import { handingOut, judgeOut, progressOut } from '../../data/scanned.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { SaleToGive } from '../../parts/give-sale.tsx'
import { OrderRow } from '../../parts/order-row.tsx'
import { Scanner } from '../../parts/scanner.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Empty, Forbidden, ProblemNote, Shown } from '../../parts/states.tsx'
import { UndoBar } from '../../parts/undo-bar.tsx'
import { DoneMark } from './done-mark.tsx'
import styles from './hand-overs.module.css'
import { reportOf, type Scanned, scannedUnit, UnitReport } from './unit-report.tsx'
import { WrongOne } from './wrong-one.tsx'

/** Handing out: which order, then scan what it asks for. */
export function HandOut() {
  const may = useMay()
  const { orderId } = useParams({ from: '/inside/hand-overs/out/{-$orderId}' })
  if (!may('rental.checkOut')) return <Forbidden />
  return orderId === undefined ? <PickOrder /> : <OutOf key={orderId} orderId={orderId} />
}

function PickOrder() {
  const say = useSay()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const asked = useAsk('order.list', { stage: 'toCollect', ...(wanted !== '' && { text: wanted }) }, { keep: true })
  return (
    <Screen title={say('handOut.pick')} narrow back={() => void navigate({ to: '/' })}>
      <p className="quiet">{say('handOut.pickText')}</p>
      <SearchBox value={text} onChange={setText} label={say('orders.search')} autoFocus />
      <Shown
        asked={asked}
        empty={({ orders }) => (orders.length === 0 ? <Empty title={say('handOut.none')} text={say('handOut.noneText')} /> : null)}
      >
        {({ orders }) => (
          <div className="card">
            {orders.map((order) => (
              <Link key={order.orderId} to="/hand-overs/out/{-$orderId}" params={{ orderId: order.orderId }} className="row">
                <OrderRow order={order} />
              </Link>
            ))}
          </div>
        )}
      </Shown>
    </Screen>
  )
}

function OutOf({ orderId }: { orderId: string }) {
  const say = useSay()
  const navigate = useNavigate()
  const asked = useAsk('order.get', { orderId })
  const [done, setDone] = useState(0)
  return (
    <Screen
      title={asked.data ? `${say('handOut.title')} · ${asked.data.customer?.name ?? say('order.walkIn')}` : say('handOut.title')}
      back={() => void navigate({ to: '/hand-overs/out/{-$orderId}', params: {} })}
    >
      <Shown asked={asked}>
        {(order) =>
          done > 0 ? (
            <HandedOut order={order} count={done} />
          ) : order.next.includes('rental.checkOut') ? (
            <ScanOut order={order} onDone={setDone} />
          ) : order.next.includes('sale.handOver') ? (
            <SaleToGive order={order} />
          ) : order.lines.some((line) => line.handedOver) ? (
            <Given orderId={orderId} />
          ) : (
            <Empty title={say('handOut.notPaid')} text={say('handOut.notPaidText')}>
              <Button renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId }} {...props} />}>{say('fact.seeOrder')}</Button>
            </Empty>
          )
        }
      </Shown>
    </Screen>
  )
}

/** Everything this order sold is with the customer; no rental waits. */
function Given({ orderId }: { orderId: string }) {
  const say = useSay()
  return (
    <div className={`card ${styles.done}`}>
      <DoneMark />
      <h2>{say('handOut.done')}</h2>
      <Button size="lg" renderRoot={(props) => <Link to="/" {...props} />}>
        {say('act.done')}
      </Button>
      <Button variant="subtle" renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId }} {...props} />}>
        {say('fact.seeOrder')}
      </Button>
    </div>
  )
}

function ScanOut({ order, onDone }: { order: OrderView; onDone: (count: number) => void }) {
  const say = useSay()
  const find = useFindUnit()
  const checkOut = useCommand('rental.checkOut')
  const [scanned, setScanned] = useState<Scanned[]>([])
  const [wrong, setWrong] = useState<{ title: string; lines: string[] } | null>(null)
  const units = scanned.map((one) => one.unit)
  const { done, all } = progressOut(order, units)
  const { left, out } = handingOut(order)
  const onCode = async (code: string) => {
    const unit = await find.byCode(code)
    if (!unit) return
    const verdict = judgeOut(order, units, unit)
    if (verdict.fits) {
      setWrong(null)
      setScanned((before) => [...before, scannedUnit(unit)])
    } else if (verdict.why === 'wrong') {
      setWrong({
        title: say('scan.wrong'),
        lines: [say('scan.wrongGot', { code: unit.code, name: unit.name }), say('scan.wrongWant', { name: verdict.wanted || '—' })],
      })
    }
  }
  const go = async () => {
    if (await checkOut.give({ orderId: order.orderId, units: scanned.map(reportOf) })) onDone(scanned.length)
  }
  return (
    <div className={styles.two}>
      <div className={styles.stack}>
        <div className="card">
          {left.map(({ line, quantity }) => (
            <div key={line.orderLineId} className={styles.big}>
              <b>
                {line.sku} {line.name}
              </b>
              <span>{say('order.quantity', { n: quantity })}</span>
            </div>
          ))}
          <div className={`${styles.progress} figures`}>{say('handOut.count', { done, all })}</div>
          {out.length > 0 && (
            <p className="quiet">
              {say('handOut.before')} {out.map(({ line, quantity }) => `${line.name} ${say('order.quantity', { n: quantity })}`).join('、')}
            </p>
          )}
          {order.remark !== '' && (
            <p>
              <b>{say('order.remark')}:</b> {order.remark}
            </p>
          )}
        </div>
        {wrong ? (
          <WrongOne {...wrong} close={() => setWrong(null)} />
        ) : (
          done < all && <Scanner onCode={(code) => void onCode(code)} busy={find.busy} />
        )}
        <ProblemNote problem={find.problem} />
        <SaleToGive order={order} />
      </div>
      <div className={styles.stack}>
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
            <ProblemNote problem={checkOut.problem} />
            <Button color="float" size="xl" loading={checkOut.busy} onClick={() => void go()}>
              {say('handOut.go', { n: scanned.length })}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

function HandedOut({ order, count }: { order: OrderView; count: number }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(30_000)
  const undo = useCommand('rental.undoCheckOut')
  const navigate = useNavigate()
  const unitIds = order.lines.flatMap((line) => line.units.filter((unit) => unit.state === 'out').map((unit) => unit.unitId))
  const back = async () => {
    if (await undo.give({ orderId: order.orderId, unitIds })) await navigate({ to: '/orders/$orderId', params: { orderId: order.orderId } })
  }
  return (
    <>
      <div className={`card ${styles.done}`}>
        <DoneMark />
        <h2>{say('handOut.done')}</h2>
        <p>
          {say('handOut.doneText', {
            name: order.customer?.name ?? say('order.walkIn'),
            n: count,
            due: order.dueAt === null ? '—' : times.short(order.dueAt, now),
          })}
        </p>
        <Button size="lg" renderRoot={(props) => <Link to="/" {...props} />}>
          {say('act.done')}
        </Button>
        <Button variant="subtle" renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId: order.orderId }} {...props} />}>
          {say('fact.seeOrder')}
        </Button>
      </div>
      <SaleToGive order={order} />
      {order.undoUntil !== null && unitIds.length > 0 && (
        <UndoBar until={order.undoUntil} label={say('act.undoHandOut')} busy={undo.busy} undo={() => void back()} />
      )}
      <ProblemNote problem={undo.problem} />
    </>
  )
}
