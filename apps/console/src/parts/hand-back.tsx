import type { OrderView } from '@bobber/protocol'
import { Button, Modal, Stack } from '@mantine/core'
import { useCommand } from '../data/ask.ts'
import { money } from '../data/money.ts'
import { useSay } from '../data/settings.tsx'
import { ProblemNote } from './states.tsx'

/** What was taken at the counter goes back over it: the money first, then the tap that says so. */
export function HandBack({ order, opened, close }: { order: OrderView; opened: boolean; close: () => void }) {
  const say = useSay()
  const hand = useCommand('refund.handBack')
  const go = async (refundId: string) => {
    if ((await hand.give({ refundId })) && order.refunds.length === 1) close()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('back.title', { name: order.customer?.name ?? say('order.walkIn') })}
      closeButtonProps={{ 'aria-label': say('act.close') }}
    >
      <Stack>
        <p>{say('back.text')}</p>
        {order.refunds.map(({ refundId, amount, means }) => (
          <Button key={refundId} color="float" size="lg" loading={hand.busy} onClick={() => void go(refundId)}>
            {say(`back.${means}`, { amount: money(amount) })}
          </Button>
        ))}
        <ProblemNote problem={hand.problem} />
      </Stack>
    </Modal>
  )
}
