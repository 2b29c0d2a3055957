import type { OrderView } from '@bobber/protocol'
import { Button, Group, Modal, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../data/ask.ts'
import { usePlace } from '../data/me.tsx'
import { money } from '../data/money.ts'
import { useSay } from '../data/settings.tsx'
import { type NextCommand, nextStepOf, nextWords } from '../data/stages.ts'
import { GiveSale } from './give-sale.tsx'
import { HandBack } from './hand-back.tsx'
import { ProblemNote } from './states.tsx'

/**
 * The steps my roles may do now: the next one in the float's orange, the others quiet. `order.next` is the server's word
 * on what is possible, so a card in a talk and the order's page never disagree.
 */
export function NextSteps({ order, only = false }: { order: OrderView; only?: boolean }) {
  const { me } = usePlace()
  const first = nextStepOf(order, me.roles)
  const others: NextCommand[] = only ? [] : order.next.filter((step) => step !== first && beside.includes(step))
  if (!first && others.length === 0) return null
  return (
    <Group gap="xs">
      {first && <Step order={order} step={first} coloured />}
      {others.map((step) => (
        <Step key={step} order={order} step={step} coloured={false} />
      ))}
    </Group>
  )
}

/** What may go first as well as later: asking for the money, giving what was bought, handing back what was paid too much. */
const beside: readonly NextCommand[] = ['payment.request', 'sale.handOver', 'refund.handBack']

function Step({ order, step, coloured }: { order: OrderView; step: NextCommand; coloured: boolean }) {
  const say = useSay()
  const navigate = useNavigate()
  const confirmSheet = useCommand('feeSheet.confirm')
  const confirmSettlement = useCommand('settlement.confirm')
  const request = useCommand('payment.request')
  const [paying, setPaying] = useState(false)
  const [giving, setGiving] = useState(false)
  const [handing, setHanding] = useState(false)
  const { orderId } = order
  const act = (): void => {
    if (step === 'feeSheet.confirm') void confirmSheet.give({ orderId, version: order.sheet.version })
    else if (step === 'settlement.confirm')
      void confirmSettlement.give({ orderId, version: order.settlement?.version ?? order.sheet.version })
    else if (step === 'sale.handOver') setGiving(true)
    else if (step === 'payment.request') void request.give({ orderId, provider: 'simulator' })
    else if (step === 'payment.counter') setPaying(true)
    else if (step === 'refund.handBack') setHanding(true)
    else if (step === 'rental.checkOut') void navigate({ to: '/hand-overs/out/{-$orderId}', params: { orderId } })
    else if (step === 'rental.checkIn') void navigate({ to: '/hand-overs/in' })
    else if (step === 'rental.inspect') void navigate({ to: '/hand-overs/inspect/$orderId', params: { orderId } })
  }
  const label = step === 'payment.counter' ? say('act.takePayment', { amount: money(order.due) }) : say(nextWords[step])
  return (
    <>
      <Button
        {...(coloured ? { color: 'float' } : { variant: 'default' })}
        loading={confirmSheet.busy || confirmSettlement.busy || request.busy}
        onClick={act}
      >
        {label}
      </Button>
      <ProblemNote problem={confirmSheet.problem ?? confirmSettlement.problem ?? request.problem} />
      {step === 'payment.counter' && <CounterPayment order={order} opened={paying} close={() => setPaying(false)} />}
      {step === 'refund.handBack' && <HandBack order={order} opened={handing} close={() => setHanding(false)} />}
      {step === 'sale.handOver' && <GiveSale order={order} opened={giving} close={() => setGiving(false)} />}
    </>
  )
}

export function CounterPayment({ order, opened, close }: { order: OrderView; opened: boolean; close: () => void }) {
  const say = useSay()
  const pay = useCommand('payment.counter')
  const amount = order.due
  const take = async (means: 'cash' | 'transfer') => {
    if (await pay.give({ orderId: order.orderId, amount, means })) close()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('pay.title', { amount: money(amount) })}
      closeButtonProps={{ 'aria-label': say('act.close') }}
    >
      <Stack>
        <p>{say('pay.text')}</p>
        <Button color="float" size="lg" loading={pay.busy} onClick={() => void take('cash')}>
          {say('pay.cash')}
        </Button>
        <Button size="lg" variant="light" loading={pay.busy} onClick={() => void take('transfer')}>
          {say('pay.transfer')}
        </Button>
        <ProblemNote problem={pay.problem} />
      </Stack>
    </Modal>
  )
}
