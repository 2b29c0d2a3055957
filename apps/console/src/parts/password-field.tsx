import { PasswordInput } from '@mantine/core'
import { useSay } from '../data/settings.tsx'

interface Props {
  readonly label: string
  readonly value: string
  readonly change: (value: string) => void
  /** what a new one must be; absent: the one he has */
  readonly hint?: string
}

/** A password, the one somebody has or the one he chooses. */
export function PasswordField({ label, value, change, hint }: Props) {
  const say = useSay()
  return (
    <PasswordInput
      label={label}
      required
      withAsterisk={false}
      autoComplete={hint === undefined ? 'current-password' : 'new-password'}
      {...(hint !== undefined && { description: hint, minLength: 8 })}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': say('password.look') }}
    />
  )
}
