import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Problem } from '../data/problem.ts'
import { useSay } from '../data/settings.tsx'
import { ProblemNote } from './states.tsx'

/** For what can't be undone: the word has to be typed before the button works. */
export function TypedConfirm({
  opened,
  close,
  title,
  text,
  word,
  label,
  busy,
  problem,
  confirm,
  children,
}: {
  opened: boolean
  close: () => void
  title: string
  text: string
  word: string
  label: string
  busy: boolean
  problem: Problem | null
  confirm: () => void
  children?: ReactNode
}) {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const right = typed.trim().toLowerCase() === word.toLowerCase()
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (right) confirm()
        }}
      >
        <Stack>
          <p>{text}</p>
          {children}
          <TextInput
            label={say('act.typeToConfirm', { word })}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ProblemNote problem={problem} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {say('act.leaveIt')}
            </Button>
            <Button type="submit" color="red" disabled={!right} loading={busy}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
