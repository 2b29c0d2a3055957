import type { OrderView } from '@bobber/protocol'
import { Button, Checkbox, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../data/ask.ts'
import { useSay } from '../data/settings.tsx'
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

const isToGive = (line: OrderView['lines'][number]): boolean => line.kind === 'sale' && !line.handedOver

/** Gives what was bought, all of it unless somebody leaves a line out; there is no undo, so it is said before what goes. */
export function GiveSale({ order, opened, close }: { order: OrderView; opened: boolean; close: () => void }) {
  const say = useSay()
  const give = useCommand('sale.handOver')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const lines = order.lines.filter(isToGive)
  const chosen = lines.filter((line) => !left.has(line.orderLineId))
  const turn = (orderLineId: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(orderLineId)
    else next.add(orderLineId)
    setLeft(next)
  }
  const go = async () => {
    if (await give.give({ orderId: order.orderId, orderLineIds: chosen.map((line) => line.orderLineId) })) close()
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
        <ProblemNote problem={give.problem} />
        <Button color="float" size="lg" loading={give.busy} disabled={chosen.length === 0} onClick={() => void go()}>
          {say('give.go', { n: chosen.reduce((sum, line) => sum + line.quantity, 0) })}
        </Button>
      </Stack>
    </Modal>
  )
}
