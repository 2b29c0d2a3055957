import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { TypedConfirm } from '../../parts/typed-confirm.tsx'

export function CancelOrder({ orderId, opened, close }: { orderId: string; opened: boolean; close: () => void }) {
  const say = useSay()
  const cancel = useCommand('order.cancel')
  const [reason, setReason] = useState('')
  const go = async () => {
    if (await cancel.give({ orderId, reason: reason.trim() })) close()
  }
  return (
    <TypedConfirm
      opened={opened}
      close={close}
      title={say('order.cancel')}
      text={say('order.cancelText')}
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
