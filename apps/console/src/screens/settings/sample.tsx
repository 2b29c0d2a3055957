import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import { TypedConfirm } from '../../parts/typed-confirm.tsx'

export function Sample() {
  const say = useSay()
  const { shop } = usePlace()
  const add = useCommand('sample.add')
  const remove = useCommand('sample.remove')
  const [asking, setAsking] = useState(false)
  return (
    <Section title={say('sample.title')}>
      <Stack gap="sm">
        <p>{say(shop.sample ? 'sample.on' : 'sample.off')}</p>
        {shop.sample ? (
          <Button variant="default" color="red" onClick={() => setAsking(true)}>
            {say('sample.remove')}
          </Button>
        ) : (
          <Button variant="light" loading={add.busy} onClick={() => void add.give({})}>
            {say('sample.add')}
          </Button>
        )}
        <ProblemNote problem={add.problem} />
        <TypedConfirm
          opened={asking}
          close={() => setAsking(false)}
          title={say('sample.remove')}
          text={say('sample.removeText')}
          word={say('sample.word')}
          label={say('sample.remove')}
          busy={remove.busy}
          problem={remove.problem}
          confirm={() => void remove.give({}).then((reply) => reply && setAsking(false))}
        />
      </Stack>
    </Section>
  )
}
