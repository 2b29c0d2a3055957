import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { codeOf } from '../data/scanned.ts'
import { useSay } from '../data/settings.tsx'
import { watchCodes } from './camera.ts'
import { Icon } from './icon.tsx'
import { NoCamera } from './no-camera.tsx'
import styles from './scanner.module.css'

/**
 * Reads a label with the camera, or a code that is typed or comes from a keyboard scanner (which ends with Enter).
 * The same label is told again only after it has left the picture for two seconds.
 */
export function Scanner({ onCode, busy = false }: { onCode: (code: string) => void; busy?: boolean }) {
  const say = useSay()
  const video = useRef<HTMLVideoElement>(null)
  const told = useRef(onCode)
  told.current = onCode
  // Counts the tries: asking for the camera once more is a new try.
  const [attempt, setAttempt] = useState(1)
  const on = attempt > 0
  const [failed, setFailed] = useState(false)
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (!on || !video.current) return undefined
    setFailed(false)
    const stop = watchCodes(
      video.current,
      (text) => told.current(codeOf(text)),
      () => setFailed(true),
    )
    return stop
  }, [on, attempt])
  const enter = (event: FormEvent) => {
    event.preventDefault()
    const code = codeOf(typed)
    if (code === '') return
    setTyped('')
    onCode(code)
  }
  return (
    <Stack gap="sm">
      {on && (
        <div className={styles.view} hidden={failed}>
          <video ref={video} muted playsInline aria-label={say('scan.aim')} />
          <div className={styles.frame} />
          <p>{say('scan.aim')}</p>
        </div>
      )}
      {on && failed && <NoCamera otherwise={say('scan.noCameraText')} />}
      <form onSubmit={enter}>
        <Group gap="xs" wrap="nowrap" align="end">
          <TextInput
            label={say('scan.type')}
            placeholder={say('scan.typeHint')}
            style={{ flex: 1 }}
            autoCapitalize="characters"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="light" loading={busy}>
            {say('scan.enter')}
          </Button>
        </Group>
      </form>
      <Button
        variant="subtle"
        size="sm"
        leftSection={<Icon name="camera" size={18} />}
        onClick={() => setAttempt(on && !failed ? 0 : Math.abs(attempt) + 1)}
      >
        {say(on && !failed ? 'scan.stop' : 'scan.start')}
      </Button>
    </Stack>
  )
}
