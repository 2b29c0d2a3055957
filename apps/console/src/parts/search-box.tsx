import { CloseButton, TextInput } from '@mantine/core'
import { useSay } from '../data/settings.tsx'
import { Icon } from './icon.tsx'

/** The search of a screen; `/` jumps to it from anywhere on the page. */
export function SearchBox({
  value,
  onChange,
  label,
  short = label,
  autoFocus = false,
}: {
  value: string
  onChange: (text: string) => void
  label: string
  /** what a narrow field has room for */
  short?: string
  autoFocus?: boolean
}) {
  const say = useSay()
  return (
    <TextInput
      type="search"
      data-search
      aria-label={label}
      placeholder={short}
      value={value}
      autoFocus={autoFocus}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<Icon name="search" size={18} />}
      rightSectionWidth="var(--tap)"
      rightSection={value === '' ? null : <CloseButton aria-label={say('act.clear')} onClick={() => onChange('')} />}
    />
  )
}
