import type { HandlersOf } from '../../platform/handler.ts'
import { counterQrCreate, counterQrLook, counterQrUse } from './commands/counter-qr.ts'
import { customerCreate, customerFind, customerGet } from './commands/customers.ts'
import { guestBegin } from './commands/guest-begin.ts'
import { invitationAccept, invitationCreate, invitationLook } from './commands/invitations.ts'
import { ownerLinkLook, ownerLinkUse } from './commands/owner-links.ts'
import { passwordChange } from './commands/password-change.ts'
import { passwordLinkCreate, passwordLinkLook, passwordLinkUse } from './commands/password-links.ts'
import { passwordSignIn } from './commands/password-sign-in.ts'
import { phoneCodeConfirm } from './commands/phone-code-confirm.ts'
import { phoneCodeSend } from './commands/phone-code-send.ts'
import { sessionEnd, sessionList, sessionRevoke } from './commands/sessions.ts'
import { staffDismiss, staffList, staffReinstate, staffRoles } from './commands/staff.ts'
import type { PeoplePorts } from './ports.ts'
import { sessionCurrent } from './queries/session-current.ts'

export { createAliases, guestsOf } from './aliases.ts'
export { classOfPerson } from './class-of.ts'
export { createCustomer } from './create-customer.ts'
export { customerCards } from './customers.ts'
export { createJoinLink } from './join-link.ts'
export { namesTogether, personNames } from './names.ts'
export { selfOf } from './self.ts'
export { consolePath } from './links.ts'
export { newOwnerLink, ownersPasswordLinks } from './owner-link.ts'
export { proveOwn } from './own-password.ts'
export { maskedPhone } from './phones.ts'
export type { CustomerFacts, PeoplePorts } from './ports.ts'
export { tellSince, watchOtherNodes } from './other-nodes.ts'
export { askerOf } from './sessions.ts'

type PeopleRoute =
  | `session.${'current' | 'end' | 'list' | 'revoke'}`
  | 'guest.begin'
  | `phoneCode.${'send' | 'confirm'}`
  | `ownerLink.${'look' | 'use'}`
  | `password.${'signIn' | 'change'}`
  | `passwordLink.${'create' | 'look' | 'use'}`
  | `invitation.${'create' | 'look' | 'accept'}`
  | `counterQr.${'create' | 'look' | 'use'}`
  | `staff.${'list' | 'roles' | 'dismiss' | 'reinstate'}`
  | `customer.${'find' | 'get' | 'create'}`

/** The routes of people; `ports` is what they need of the modules above. */
export function peopleHandlers(ports: PeoplePorts): HandlersOf<PeopleRoute> {
  return {
    'session.current': sessionCurrent,
    'session.end': sessionEnd,
    'session.list': sessionList,
    'session.revoke': sessionRevoke,
    'guest.begin': guestBegin,
    'phoneCode.send': phoneCodeSend,
    'phoneCode.confirm': phoneCodeConfirm(ports),
    'ownerLink.look': ownerLinkLook,
    'ownerLink.use': ownerLinkUse,
    'password.signIn': passwordSignIn,
    'password.change': passwordChange,
    'passwordLink.create': passwordLinkCreate,
    'passwordLink.look': passwordLinkLook,
    'passwordLink.use': passwordLinkUse,
    'invitation.create': invitationCreate,
    'invitation.look': invitationLook,
    'invitation.accept': invitationAccept,
    'counterQr.create': counterQrCreate(ports),
    'counterQr.look': counterQrLook,
    'counterQr.use': counterQrUse(ports),
    'staff.list': staffList,
    'staff.roles': staffRoles,
    'staff.dismiss': staffDismiss,
    'staff.reinstate': staffReinstate,
    'customer.find': customerFind(ports),
    'customer.get': customerGet(ports),
    'customer.create': customerCreate(ports),
  }
}
