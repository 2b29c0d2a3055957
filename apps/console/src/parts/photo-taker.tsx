import { clipLength, mostOfClip, type Picture } from '@bobber/protocol'
import { Button, FileButton, Group, Loader, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Problem } from '../data/problem.ts'
import { useSay } from '../data/settings.tsx'
import { type OnItsWay, useAddFiles } from './add-files.ts'
import { Icon } from './icon.tsx'
import styles from './photo-taker.module.css'
import { Snapshot } from './snapshot.tsx'
import { ProblemNote } from './states.tsx'
import { useCamera } from './use-camera.ts'

const megabyte = 1024 ** 2
const photos = 'image/jpeg,image/png,image/webp'
const videos = 'video/mp4,video/quicktime,video/webm'

/** Takes or chooses photos, and videos where `clips` says so; each is stored at once, so that a dead battery loses none. */
export function PhotoTaker({
  pictures,
  onChange,
  hint,
  clips = false,
  onBusy,
}: {
  pictures: readonly Picture[]
  onChange: (pictures: Picture[]) => void
  hint?: string
  clips?: boolean
  /** something is on its way: what is saved now would lack it */
  onBusy?: (busy: boolean) => void
}) {
  const say = useSay()
  const { add, busy, onItsWay, problem } = useAddFiles(pictures, onChange)
  useEffect(() => onBusy?.(busy), [busy, onBusy])
  return (
    <Stack gap="xs">
      <div className={styles.photos}>
        {pictures.map((picture, at) => (
          <Photo
            key={picture.fileId}
            picture={picture}
            n={at + 1}
            remove={() => onChange(pictures.filter((one) => one.fileId !== picture.fileId))}
          />
        ))}
        {onItsWay && <Coming clip={onItsWay} />}
      </div>
      <Group gap="xs">
        <TakeOne count={pictures.length} busy={busy} problem={problem} take={(photo) => add([photo])} />
        <FileButton accept={clips ? `${photos},${videos}` : photos} multiple onChange={(files) => void add(files)}>
          {(props) => (
            <Button {...props} variant="default" loading={busy} leftSection={<Icon name="picture" size={20} />}>
              {say(clips ? 'clip.choose' : 'photo.choose')}
            </Button>
          )}
        </FileButton>
      </Group>
      {hint !== undefined && pictures.length === 0 && <p className="quiet">{hint}</p>}
      {clips && <p className="quiet">{say('clip.hint', { seconds: mostOfClip.seconds, size: mostOfClip.bytes / megabyte })}</p>}
      <ProblemNote problem={problem} />
    </Stack>
  )
}

/** A phone has an app for it, better than any page's; a machine at the desk has none, and without a camera no button either. */
function TakeOne(to: { count: number; busy: boolean; problem: Problem | null; take: (photo: File) => Promise<void> }) {
  const say = useSay()
  const camera = useCamera()
  const [open, setOpen] = useState(false)
  if (camera === 'none') return null
  const look = { variant: 'light', loading: to.busy, leftSection: <Icon name="camera" size={20} />, children: say('photo.take') }
  if (camera === 'app') {
    return (
      <FileButton accept="image/*" inputProps={{ capture: 'environment' }} onChange={(file) => file && void to.take(file)}>
        {(props) => <Button {...props} {...look} />}
      </FileButton>
    )
  }
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)} />
      {open && <Snapshot {...to} close={() => setOpen(false)} />}
    </>
  )
}

function Photo({ picture, n, remove }: { picture: Picture; n: number; remove: () => void }) {
  const say = useSay()
  const length = picture.seconds === undefined ? undefined : clipLength(picture.seconds)
  const alt = length === undefined ? say('photo.alt', { n }) : say('clip.alt', { n, length })
  return (
    <div className={styles.photo}>
      <img src={`/files/${picture.fileId}/360.webp`} alt={alt} width={112} height={112} />
      {length !== undefined && (
        <span className={styles.mark} aria-hidden="true">
          <Icon name="play" size={16} />
          {length}
        </span>
      )}
      <button type="button" aria-label={say(length === undefined ? 'photo.remove' : 'clip.remove', { n })} onClick={remove}>
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}

/** In the place it will have: the poster as soon as there is one, and what it waits for. */
function Coming({ clip: { poster, bytes } }: { clip: OnItsWay }) {
  const say = useSay()
  return (
    <div className={styles.coming} role="status">
      {poster !== null && <img src={poster} alt="" width={112} height={112} />}
      <Loader size="sm" />
      <span>{poster === null ? say('clip.reading') : say('clip.adding', { size: Math.max(1, Math.round(bytes / megabyte)) })}</span>
    </div>
  )
}
