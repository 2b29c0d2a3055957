import type { Picture, UnitView } from '@bobber/protocol'
import { ActionIcon, Chip, Group, Stack, TextInput } from '@mantine/core'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PhotoTaker } from '../../parts/photo-taker.tsx'
import styles from './hand-overs.module.css'

export const conditions = ['good', 'worn', 'damaged', 'missing'] as const
export type Condition = (typeof conditions)[number]

/** A scanned unit with the condition report that is being written. */
export interface Scanned {
  unit: UnitView
  condition: Condition
  note: string
  pictures: Picture[]
}
export const scannedUnit = (unit: UnitView): Scanned => ({ unit, condition: 'good', note: '', pictures: [] })

/** As the commands take it. */
export const reportOf = ({ unit, condition, note, pictures }: Scanned) => ({
  code: unit.code,
  condition,
  note: note.trim(),
  pictureIds: pictures.map((picture) => picture.fileId),
})

export function ConditionChoice({ value, onChange }: { value: Condition; onChange: (condition: Condition) => void }) {
  const say = useSay()
  return (
    <fieldset className={styles.conditions}>
      <legend className="hidden">{say('condition.label')}</legend>
      <Chip.Group value={value} onChange={(next) => onChange(conditions.find((one) => one === next) ?? value)}>
        <Group gap="xs">
          {conditions.map((condition) => (
            <Chip key={condition} value={condition} size="md" color={condition === 'good' ? 'lake' : 'float'}>
              {say(`condition.${condition}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </fieldset>
  )
}

export function UnitReport({
  scanned,
  onChange,
  onRemove,
}: {
  scanned: Scanned
  onChange: (scanned: Scanned) => void
  onRemove: () => void
}) {
  const say = useSay()
  const { unit } = scanned
  return (
    <section className="card" aria-label={unit.code}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <span className={styles.unitName}>
            <span className={styles.tick}>
              <Icon name="check" size={20} />
            </span>
            <span>
              <b className="figures">{unit.code}</b>
              <br />
              {unit.name}
            </span>
          </span>
          <ActionIcon variant="subtle" color="gray" aria-label={`${say('act.remove')} ${unit.code}`} onClick={onRemove}>
            <Icon name="close" />
          </ActionIcon>
        </Group>
        <ConditionChoice value={scanned.condition} onChange={(condition) => onChange({ ...scanned, condition })} />
        <PhotoTaker pictures={scanned.pictures} onChange={(pictures) => onChange({ ...scanned, pictures })} hint={say('photo.hint')} />
        {scanned.condition !== 'good' && (
          <TextInput
            label={say('condition.note')}
            value={scanned.note}
            maxLength={400}
            onChange={(event) => onChange({ ...scanned, note: event.currentTarget.value })}
          />
        )}
      </Stack>
    </section>
  )
}
