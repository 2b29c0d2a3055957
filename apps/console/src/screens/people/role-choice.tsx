import { type StaffRole, staffRoles } from '@bobber/protocol'
import { Checkbox, Stack } from '@mantine/core'
import { useSay } from '../../data/settings.tsx'

/** Roles with what each may do, in plain words. */
export function RoleChoice({
  value,
  onChange,
  without = [],
}: {
  value: readonly StaffRole[]
  onChange: (roles: StaffRole[]) => void
  without?: readonly StaffRole[]
}) {
  const say = useSay()
  return (
    <Checkbox.Group
      label={say('people.inviteRoles')}
      value={[...value]}
      onChange={(next) => onChange(staffRoles.filter((role) => next.includes(role)))}
    >
      <Stack gap={0} mt="xs">
        {staffRoles
          .filter((role) => !without.includes(role))
          .map((role) => (
            <Checkbox key={role} value={role} label={`${say(`role.${role}`)} — ${say(`role.${role}.text`)}`} />
          ))}
      </Stack>
    </Checkbox.Group>
  )
}
