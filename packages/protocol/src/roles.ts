import type { Class } from './audience.ts'

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

/** As what somebody sees entries (log.md L8): a guest as the customer he may become, a rider who is nothing else as riders do. */
export function classOf(person: { class: 'guest' | 'customer' | 'staff'; roles: readonly StaffRole[] }): Class {
  if (person.class !== 'staff') return 'customer'
  return person.roles.every((role) => role === 'rider') ? 'rider' : 'staff'
}

/** Which app asks. */
export type Surface = 'storefront' | 'console'
