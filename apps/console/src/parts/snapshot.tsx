import { Button, Group, Modal, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Problem } from '../data/problem.ts'
import { useSay } from '../data/settings.tsx'
import { showCamera, snapshotOf } from './camera.ts'
import { Icon } from './icon.tsx'
import { NoCamera } from './no-camera.tsx'
import styles from './scanner.module.css'
import { ProblemNote } from './states.tsx'

/** Photos by the camera of a machine that has no app of its own for them. It stays open for the next one; `count`: how many there are. */
export function Snapshot({
  count,
  busy,
  problem,
  take,
  close,
}: {
  count: number
  busy: boolean
  problem: Problem | null
  take: (photo: File) => Promise<void>
  close: () => void
}) {
  const say = useSay()
  // A dialog's contents come after it.
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const [state, setState] = useState<'coming' | 'shown' | 'failed'>('coming')
  const [before] = useState(count)
  const taken = count - before
  useEffect(() => {
    if (!video) return undefined
    return showCamera(
      video,
      () => setState('shown'),
      () => setState('failed'),
    )
  }, [video])
  const shoot = async () => {
    if (video) await take(await snapshotOf(video))
  }
  return (
    <Modal opened onClose={close} size="lg" title={say('photo.take')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Stack>
        <div className={styles.whole} hidden={state === 'failed'}>
          <video ref={setVideo} muted playsInline aria-label={say('photo.view')} />
        </div>
        {state === 'failed' && <NoCamera otherwise={say('photo.noCameraText')} />}
        <ProblemNote problem={problem} />
        <Group justify="space-between">
          <span className="quiet" role="status">
            {taken > 0 && say('photo.taken', { n: taken })}
          </span>
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              {say(taken > 0 ? 'act.done' : 'act.close')}
            </Button>
            <Button
              data-autofocus
              disabled={state !== 'shown'}
              loading={busy}
              leftSection={<Icon name="camera" size={20} />}
              onClick={() => void shoot()}
            >
              {say('photo.shoot')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}
