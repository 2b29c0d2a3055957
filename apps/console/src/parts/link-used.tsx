import { Alert } from '@mantine/core'
import { useSay } from '../data/settings.tsx'
import { Icon } from './icon.tsx'

/** In place of a QR that did its work. */
export function LinkUsed({ name }: { name: string | null }) {
  const say = useSay()
  return (
    <Alert
      color="green"
      icon={<Icon name="check" />}
      role="status"
      title={name === null ? say('customer.qrUsed') : say('customer.qrUsedBy', { name })}
    >
      {say('customer.qrUsedText')}
    </Alert>
  )
}
