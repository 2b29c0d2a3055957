import type { ConversationView } from '@bobber/client'
import type { Device } from './device.ts'

/** What the devices of one run share beside their talks. */
export interface Scene {
  variantId: string
  /** a moment that no other order of the run begins at */
  nextMoment: () => number
  /** links that stand on QR codes at the counter, for whoever scans one first */
  joinLinks: string[]
  /** orders that somebody placed and nobody cancelled */
  orders: string[]
}

/** One thing that a person does, drawn from the device's chance. */
export function act(device: Device, scene: Scene): void {
  const { as } = device.plan
  if (as === 'guest') return actAsGuest(device, scene)
  const what = device.random.below(100)
  if (what < 60) return say(device)
  if (what < 74) return read(device)
  if (what < 78) return type(device)
  if (device.isBusy) return say(device)
  if (what < 83) return recall(device)
  if (what < 91) return order(device, scene)
  if (what < 95) return cancelOrConfirm(device, scene)
  if (as === 'desk') return lookAfter(device)
  return device.ask('enquiry.open', {})
}

/** Begins, asks something, and becomes a customer when a clerk shows him a code. */
function actAsGuest(device: Device, scene: Scene): void {
  const { client } = device
  if (client === null) return
  if (client.me() === null) {
    if (client.connection() !== 'offline' && client.connection() !== 'connecting') device.ask('guest.begin', {})
    return
  }
  if (device.conversations.length === 0) return device.ask('enquiry.open', {})
  const what = device.random.below(100)
  if (what < 80) return say(device)
  if (what < 90) return read(device)
  const [link] = scene.joinLinks
  if (link === undefined || device.isBusy) return
  device.ask('session.current', {}, async ({ me }) => {
    if (me?.class !== 'guest' || !scene.joinLinks.includes(link)) return
    scene.joinLinks.shift()
    await client.call('counterQr.use', { token: link })
  })
}

function say(device: Device): void {
  const view = pick(device, (one) => one.mine !== null || device.plan.as === 'desk')
  // What a clerk says to his colleagues only, the customer must not hear of.
  if (view !== undefined) device.say(view.conversationId, device.plan.as === 'desk' && device.random.below(3) === 0)
}

function read(device: Device): void {
  const view = pick(device)
  if (view !== undefined) device.client?.read(view.conversationId, view.lastSeq)
}

function type(device: Device): void {
  const view = pick(device)
  if (view !== undefined) device.client?.typing(view.conversationId)
}

function recall(device: Device): void {
  const me = device.client?.me()?.personId
  const view = pick(device)
  const item = view?.items.findLast(
    (one) => one.type === 'entry' && one.entry.authorId === me && one.entry.kind === 'message.text' && one.entry.content !== null,
  )
  if (view === undefined || item?.type !== 'entry') return
  const { conversationId } = view
  const { seq } = item.entry
  device.ask('message.recall', { conversationId, seq }, () => device.deeds.note({ recalled: seq, conversationId }))
}

const day = 86_400_000

function order(device: Device, scene: Scene): void {
  const from = scene.nextMoment()
  const lines = [{ kind: 'rental' as const, variantId: scene.variantId, quantity: 1, from, until: from + day }]
  const isDesk = device.plan.as === 'desk'
  device.deeds.note({ asked: from })
  device.ask('order.place', { lines, ...(isDesk && { customer: { name: '柜台客人' } }) }, async ({ orderId, conversationId }) => {
    device.deeds.note({ placed: from, orderId, conversationId })
    scene.orders.push(orderId)
    const code = isDesk ? await device.client?.call('order.joinCode', { orderId }) : undefined
    if (code !== undefined && 'token' in code) scene.joinLinks.push(code.token)
  })
}

function cancelOrConfirm(device: Device, scene: Scene): void {
  const [orderId] = scene.orders
  if (orderId === undefined || device.plan.as !== 'desk') return say(device)
  if (device.random.below(2) === 0) return device.ask('feeSheet.confirm', { orderId, version: 1 })
  scene.orders.shift()
  device.ask('order.cancel', { orderId, reason: '不要了' }, () => device.deeds.note({ cancelled: orderId }))
}

function lookAfter(device: Device): void {
  const view = pick(device, ({ mark }) => mark?.kind === 'enquiry')
  const personId = device.client?.me()?.personId
  if (view === undefined || personId === undefined) return
  const { conversationId } = view
  if (device.random.below(2) === 0) device.ask('conversation.resolve', { conversationId })
  else device.ask('conversation.assign', { conversationId, personId })
}

function pick(device: Device, which: (view: ConversationView) => boolean = () => true): ConversationView | undefined {
  const views = device.conversations.filter(which)
  return views[device.random.below(Math.max(1, views.length))]
}
