import type { OrderView } from '@bobber/protocol'
import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { leftOf } from '../../data/scanned.ts'
import { useSay } from '../../data/settings.tsx'
import { ProblemNote } from '../../parts/states.tsx'

/** What the customer won't collect any more, line by line; said before it goes what of the money goes back. */
export function ForgoRest({ order, opened, close }: { order: OrderView; opened: boolean; close: () => void }) {
  const say = useSay()
  const now = useNow(60_000)
  const forgo = useCommand('line.forgo')
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set())
  const [back, setBack] = useState(false)
  const lines = order.lines.filter((line) => leftOf(line) > 0)
  const chosen = lines.filter((line) => !kept.has(line.orderLineId))
  const begun = chosen.some((line) => line.from !== null && line.from <= now)
  const turn = (orderLineId: string, on: boolean) => {
    const next = new Set(kept)
    if (on) next.delete(orderLineId)
    else next.add(orderLineId)
    setKept(next)
  }
  const go = async () => {
    const orderLineIds = chosen.map((line) => line.orderLineId)
    if (await forgo.give({ orderId: order.orderId, orderLineIds, back: begun && back })) close()
  }
  return (
    <Modal opened={opened} onClose={close} title={say('order.forgo')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Stack>
        <p>{say('forgo.text')}</p>
        {lines.map((line) => (
          <Checkbox
            key={line.orderLineId}
            label={`${line.name} · ${say('order.quantity', { n: leftOf(line) })}`}
            checked={!kept.has(line.orderLineId)}
            onChange={(event) => turn(line.orderLineId, event.currentTarget.checked)}
          />
        ))}
        {begun ? (
          <Checkbox
            label={say('forgo.back')}
            description={say('forgo.begun')}
            checked={back}
            onChange={(event) => setBack(event.currentTarget.checked)}
          />
        ) : (
          <p className="quiet">{say('forgo.allBack')}</p>
        )}
        <ProblemNote problem={forgo.problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {say('act.cancel')}
          </Button>
          <Button color="red" loading={forgo.busy} disabled={chosen.length === 0} onClick={() => void go()}>
            {say('forgo.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
