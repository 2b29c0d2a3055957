import { Alert } from '@mantine/core'
import { useSay } from '../data/settings.tsx'
import { Icon } from './icon.tsx'

/** In place of the camera's picture; `otherwise`: what helps, or does without it. */
export function NoCamera({ otherwise }: { otherwise: string }) {
  const say = useSay()
  return (
    <Alert color="yellow" title={say('scan.noCamera')} icon={<Icon name="camera" />}>
      {otherwise}
    </Alert>
  )
}
