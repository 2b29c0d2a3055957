import type { OrderView } from '@bobber/protocol'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { TypedConfirm } from '../../parts/typed-confirm.tsx'

/** The question says what of the money goes back: all of it (O7). */
export function CancelOrder({ order, opened, close }: { order: OrderView; opened: boolean; close: () => void }) {
  const say = useSay()
  const cancel = useCommand('order.cancel')
  const [reason, setReason] = useState('')
  const back = order.paid - order.refunded
  const { held } = order.deposit
  const text = back === 0 ? 'order.cancelText' : held === 0 ? 'order.cancelBack' : 'order.cancelBackDeposit'
  const go = async () => {
    if (await cancel.give({ orderId: order.orderId, reason: reason.trim() })) close()
  }
  return (
    <TypedConfirm
      opened={opened}
      close={close}
      title={say('order.cancel')}
      text={say(text, { amount: money(back), deposit: money(held) })}
      word={say('order.cancelWord')}
      label={say('order.cancel')}
      busy={cancel.busy}
      problem={cancel.problem}
      confirm={() => void go()}
    >
      <TextInput
        label={say('order.cancelReason')}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </TypedConfirm>
  )
}
