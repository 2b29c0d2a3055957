import type { OrderView, UnitView } from '@bobber/protocol'
import { Alert, Button, Checkbox, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../data/ask.ts'
import { useFindUnit } from '../data/find-unit.ts'
import { judgeSold, leftOf, toScan } from '../data/scanned.ts'
import { useSay } from '../data/settings.tsx'
import { Scanner } from './scanner.tsx'
import { Section } from './screen.tsx'
import { ProblemNote } from './states.tsx'

/** Beside the rentals of an order: what was bought and still lies in the shop. Nothing once it is given. */
export function SaleToGive({ order }: { order: OrderView }) {
  const say = useSay()
  const [giving, setGiving] = useState(false)
  if (!order.next.includes('sale.handOver')) return null
  return (
    <Section title={say('give.also')}>
      <Stack gap="sm">
        {order.lines.filter(isToGive).map((line) => (
          <div key={line.orderLineId}>
            <b>{line.name}</b> <span className="quiet">{say('order.quantity', { n: line.quantity })}</span>
          </div>
        ))}
        <Button variant="light" onClick={() => setGiving(true)}>
          {say('act.handOutSale')}
        </Button>
      </Stack>
      <GiveSale order={order} opened={giving} close={() => setGiving(false)} />
    </Section>
  )
}

const isToGive = (line: OrderView['lines'][number]): boolean => line.kind === 'sale' && leftOf(line) > 0

/**
 * Gives what was bought, all of it unless somebody leaves a line out; pieces that have labels are scanned, so that the shop knows which it
 * still has. There is no undo, so it is said before what goes.
 */
export function GiveSale({ order, opened, close }: { order: OrderView; opened: boolean; close: () => void }) {
  const say = useSay()
  const give = useCommand('sale.handOver')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [units, setUnits] = useState<readonly UnitView[]>([])
  const lines = order.lines.filter(isToGive)
  const chosen = lines.filter((line) => !left.has(line.orderLineId))
  const wanted = toScan(chosen)
  const going = units.filter(({ variantId }) => wanted.has(variantId))
  const missing = [...wanted.values()].reduce((sum, { quantity }) => sum + quantity, 0) - going.length
  const turn = (orderLineId: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(orderLineId)
    else next.add(orderLineId)
    setLeft(next)
  }
  const go = async () => {
    const orderLineIds = chosen.map((line) => line.orderLineId)
    if (await give.give({ orderId: order.orderId, orderLineIds, codes: going.map(({ code }) => code) })) close()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('give.title', { name: order.customer?.name ?? say('order.walkIn') })}
      closeButtonProps={{ 'aria-label': say('act.close') }}
    >
      <Stack>
        <p>{say('give.text')}</p>
        {lines.map((line) => (
          <Checkbox
            key={line.orderLineId}
            label={`${line.name} · ${say('order.quantity', { n: line.quantity })}`}
            checked={!left.has(line.orderLineId)}
            onChange={(event) => turn(line.orderLineId, event.currentTarget.checked)}
          />
        ))}
        {wanted.size > 0 && <ScanSold chosen={chosen} units={going} missing={missing} onChange={setUnits} />}
        <ProblemNote problem={give.problem} />
        <Button color="float" size="lg" loading={give.busy} disabled={chosen.length === 0 || missing !== 0} onClick={() => void go()}>
          {say('give.go', { n: chosen.reduce((sum, line) => sum + line.quantity, 0) })}
        </Button>
      </Stack>
    </Modal>
  )
}

/** The pieces that go, by their labels; one that wasn't bought is named with what was. */
function ScanSold({
  chosen,
  units,
  missing,
  onChange,
}: {
  chosen: OrderView['lines']
  units: readonly UnitView[]
  missing: number
  onChange: (units: readonly UnitView[]) => void
}) {
  const say = useSay()
  const find = useFindUnit()
  const [wrong, setWrong] = useState<string | null>(null)
  const onCode = async (code: string) => {
    const unit = await find.byCode(code)
    if (!unit) return setWrong(null)
    const verdict = judgeSold(chosen, units, unit)
    if (verdict.fits) onChange([...units, unit])
    const wanted = verdict.fits || verdict.why === 'twice' ? null : verdict.wanted
    setWrong(
      wanted === null
        ? null
        : `${say('scan.wrongGot', { code: unit.code, name: unit.name })} ${say('scan.wrongWant', { name: wanted || '—' })}`,
    )
  }
  return (
    <>
      <div className="figures" role="status">
        {say('give.scanned', { done: units.length, all: units.length + missing })} {units.map(({ code }) => code).join('、')}
      </div>
      {missing > 0 && <Scanner onCode={(code) => void onCode(code)} busy={find.busy} />}
      {units.length > 0 && (
        <Button variant="subtle" size="sm" onClick={() => onChange([])}>
          {say('give.rescan')}
        </Button>
      )}
      {wrong !== null && (
        <Alert color="red" role="alert" title={say('scan.wrong')}>
          {wrong}
        </Alert>
      )}
      <ProblemNote problem={find.problem} />
    </>
  )
}
