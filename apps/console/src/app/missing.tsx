import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useSay } from '../data/settings.tsx'
import { Empty } from '../parts/states.tsx'

export function Missing() {
  const say = useSay()
  const navigate = useNavigate()
  return (
    <Empty title={say('state.notFound')} text={say('state.notFoundText')}>
      <Button onClick={() => void navigate({ to: '/' })}>{say('state.home')}</Button>
    </Empty>
  )
}
