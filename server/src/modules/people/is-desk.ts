import { deskRoles, type StaffRole } from '@bobber/protocol'

/** Whether somebody of these roles sees the talks with customers without taking part. */
export function isDesk(roles: readonly StaffRole[]): boolean {
  return roles.some((role) => deskRoles.includes(role))
}
