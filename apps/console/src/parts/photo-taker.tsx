import type { Picture } from '@bobber/protocol'
import { Button, FileButton, Group, Stack } from '@mantine/core'
import { useCommand } from '../data/ask.ts'
import { useSay } from '../data/settings.tsx'
import { Icon } from './icon.tsx'
import styles from './photo-taker.module.css'
import { ProblemNote } from './states.tsx'

/** Takes or chooses photos; each is stored at once, so that a dead battery loses none. */
export function PhotoTaker({
  pictures,
  onChange,
  hint,
}: {
  pictures: readonly Picture[]
  onChange: (pictures: Picture[]) => void
  hint?: string
}) {
  const say = useSay()
  const add = useCommand('file.add')
  const take = async (files: readonly File[]) => {
    const all = [...pictures]
    for (const file of files) {
      const picture = await add.give({}, file)
      if (picture) all.push(picture)
    }
    onChange(all)
  }
  return (
    <Stack gap="xs">
      <div className={styles.photos}>
        {pictures.map((picture, at) => (
          <div key={picture.fileId} className={styles.photo}>
            <img src={`/files/${picture.fileId}/360.webp`} alt={say('photo.alt', { n: at + 1 })} width={112} height={112} />
            <button
              type="button"
              aria-label={say('photo.remove', { n: at + 1 })}
              onClick={() => onChange(pictures.filter((one) => one.fileId !== picture.fileId))}
            >
              <Icon name="close" size={18} />
            </button>
          </div>
        ))}
      </div>
      <Group gap="xs">
        <FileButton accept="image/*" inputProps={{ capture: 'environment' }} onChange={(file) => file && void take([file])}>
          {(props) => (
            <Button {...props} variant="light" loading={add.busy} leftSection={<Icon name="camera" size={20} />}>
              {say('photo.take')}
            </Button>
          )}
        </FileButton>
        <FileButton accept="image/jpeg,image/png,image/webp" multiple onChange={(files) => void take(files)}>
          {(props) => (
            <Button {...props} variant="default" loading={add.busy} leftSection={<Icon name="picture" size={20} />}>
              {say('photo.choose')}
            </Button>
          )}
        </FileButton>
      </Group>
      {hint !== undefined && pictures.length === 0 && <p className="quiet">{hint}</p>}
      <ProblemNote problem={add.problem} />
    </Stack>
  )
}
