import {
  type Actor,
  type FulfilmentCommand,
  isRefusal,
  refuse,
  type PaymentCommand,
  type Refusal,
  type RentalCommand,
} from '@bobber/protocol'
import type { Asked, OrderCommands } from './commands.ts'
import { countsOf } from './counts.ts'
import { step } from './facet.ts'
import { fulfilmentTable } from './fulfilment.ts'
import type { Order } from './order.ts'
import { paymentTable } from './payment.ts'
import { rentalTable } from './rental.ts'

export function overOrNot(order: Order, roles: readonly Actor[], { actor }: Asked): Refusal | null {
  if (order.ended) return refuse('orderOver')
  return roles.includes(actor) ? null : refuse('forbidden')
}

export function confirmedOrNot(order: Order): Refusal | null {
  return order.sheet && order.confirmedVersion === order.sheet.version ? null : refuse('notConfirmed')
}

export function paymentRefusal(order: Order, command: PaymentCommand, { actor }: Asked): Refusal | null {
  const next = step(paymentTable, order.facets.payment, command, actor)
  return isRefusal(next) ? next : null
}

export function endRefusal(order: Order, command: 'cancel' | 'expire', asked: Asked): Refusal | null {
  return fulfilmentRefusal(order, command, asked) ?? paymentRefusal(order, command, asked)
}

/** Nothing leaves the shop unconfirmed or unpaid (O5). */
export function handOverRefusal(order: Order, asked: Asked): Refusal | null {
  const refusal = fulfilmentRefusal(order, 'handOverPart', asked)
  if (refusal) return refusal.code === 'alreadyOut' && order.forgone.length > 0 ? refuse('forgone') : refusal
  return confirmedOrNot(order) ?? (order.facets.payment === 'paid' ? null : refuse('notPaid'))
}

/** What isn't paid is cancelled instead (O19). */
export function forgoRefusal(order: Order, orderLineIds: readonly string[], asked: Asked): Refusal | null {
  const lines = order.lines.filter((line) => orderLineIds.includes(line.orderLineId))
  const refusal = fulfilmentRefusal(order, 'forgoPart', asked)
  if (refusal) return refusal
  if (order.facets.payment !== 'paid') return refuse('cancelInstead')
  if (lines.length !== orderLineIds.length || lines.length === 0) return refuse('notFound')
  return lines.every((line) => countsOf(order, line).left > 0) ? null : refuse('conflict')
}

function fulfilmentRefusal(order: Order, command: FulfilmentCommand, { actor }: Asked): Refusal | null {
  if (order.ended) return refuse('orderOver')
  const next = step(fulfilmentTable, order.facets.fulfilment, command, actor)
  return isRefusal(next) ? next : null
}

export function checkOutRefusal(order: Order, units: OrderCommands['rental.checkOut']['units']): Refusal | null {
  if (units.length === 0) return refuse('notFound')
  const seen = new Set(order.pieces.map((piece) => piece.unitId))
  for (const { unitId, unitCode } of units) {
    if (seen.has(unitId)) return refuse('unitBusy', { code: unitCode })
    seen.add(unitId)
  }
  for (const orderLineId of new Set(units.map((unit) => unit.orderLineId))) {
    const line = order.lines.find((known) => known.orderLineId === orderLineId && known.kind === 'rental')
    if (!line) return refuse('notFound')
    const asked = units.filter((unit) => unit.orderLineId === orderLineId).length
    if (asked > countsOf(order, line).left) return refuse('alreadyOut')
  }
  return null
}

/** All or none: one piece that can't refuses the whole command. */
export function piecesRefusal(order: Order, unitIds: readonly string[], command: RentalCommand, { actor }: Asked): Refusal | null {
  if (unitIds.length === 0 || new Set(unitIds).size !== unitIds.length) return refuse('notFound')
  for (const unitId of unitIds) {
    const piece = order.pieces.find((known) => known.unitId === unitId)
    if (!piece) return refuse('notFound')
    const next = step(rentalTable, piece.life, command, actor)
    if (isRefusal(next)) return next
  }
  return null
}

export function tooLate(order: Order, unitIds: readonly string[], { now }: Asked): Refusal | null {
  const late = order.pieces.some((piece) => unitIds.includes(piece.unitId) && now > piece.undoUntil)
  return late ? refuse('undoTooLate') : null
}
