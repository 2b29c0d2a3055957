import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useSay } from '../data/settings.tsx'
import { Empty } from '../parts/states.tsx'

/** A screen that couldn't be drawn or loaded, e.g. after the server was updated: reloading brings the new one. */
export function Broken({ error }: ErrorComponentProps) {
  const say = useSay()
  return (
    <Empty title={say('state.fault')} text={say('state.faultRemedy', { code: error instanceof Error ? error.name : 'fault' })}>
      <Button onClick={() => location.reload()}>{say('line.reload')}</Button>
    </Empty>
  )
}
