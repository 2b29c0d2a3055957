import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { problemOf } from '../data/problem.ts'
import { useSay } from '../data/settings.tsx'
import { Empty, problemWords } from '../parts/states.tsx'

/** A screen that couldn't be drawn. Trying again keeps the page, and what is on it; reloading brings a newer console after an update. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const say = useSay()
  const words = problemWords(problemOf(error) ?? { kind: 'fault', code: null }, say)
  return (
    <Empty title={words.title} text={words.text}>
      <Button onClick={reset}>{say('state.retry')}</Button>
      <Button variant="light" onClick={() => location.reload()}>
        {say('line.reload')}
      </Button>
    </Empty>
  )
}
