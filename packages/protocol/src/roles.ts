/** The staff roles of a shop; one person may have several. */
export const staffRoles = ['owner', 'manager', 'service', 'warehouse', 'purchasing', 'finance', 'rider'] as const
export type StaffRole = (typeof staffRoles)[number]

/** Everybody who can ask something: nobody signed in, a guest with a device session, a customer, or staff of a role. */
export type Role = 'nobody' | 'guest' | 'customer' | StaffRole

/** Who sees the talks with customers without being a participant: the desk. */
export const deskRoles: readonly StaffRole[] = ['owner', 'manager', 'service']

export function isDesk(roles: readonly StaffRole[]): boolean {
  return roles.some((role) => deskRoles.includes(role))
}

/** Which app asks. */
export type Surface = 'storefront' | 'console'
