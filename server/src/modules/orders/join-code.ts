import { isRefusal } from '@bobber/protocol'
import QRCode from 'qrcode'
import type { Handler } from '../../platform/handler.ts'
import { createJoinLink } from '../people/index.ts'
import { orderFor } from './access.ts'

/** A code for the customer's phone: it signs her in and takes her into the order's conversation (R2). `qr` is SVG text of the path. */
export const orderJoinCode: Handler<'order.joinCode'> = async (deps, asker, { orderId }) => {
  const row = await orderFor(deps.db, asker, orderId)
  if (isRefusal(row)) return row
  const link = await createJoinLink(deps, asker, { personId: row.customerId, conversationId: row.conversationId })
  return { ...link, qr: await QRCode.toString(link.path, { type: 'svg', margin: 2 }) }
}
