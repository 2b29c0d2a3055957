import { type Random, seededRandom } from '../random.ts'
import type { Device } from './device.ts'
import { type World, turn } from './world.ts'

/** One thing that somebody does or that goes wrong. `a` and `b` pick who, where and how much, modulo what there is. */
export interface Step {
  do: StepName
  a: number
  b: number
}

/** How often each comes, in relation. Without `pump` nothing moves. */
const weights = {
  pump: 40,
  advance: 16,
  send: 20,
  read: 9,
  fact: 4,
  recall: 1,
  older: 2,
  open: 1,
  join: 2,
  leave: 1,
  restartApp: 3,
  wake: 2,
  cut: 5,
  goDead: 2,
  slow: 2,
  meddle: 3,
  restartNode: 2,
  loseWrite: 4,
  partition: 2,
  backUp: 1,
  restore: 0.3,
} as const
export type StepName = keyof typeof weights

export function plan(seed: number, length: number): Step[] {
  const random = seededRandom(seed)
  const names = Object.keys(weights) as StepName[]
  const total = names.reduce((sum, name) => sum + weights[name], 0)
  return Array.from({ length }, () => {
    let place = random.next() * total
    const name = names.find((one) => (place -= weights[one]) < 0) ?? 'pump'
    return { do: name, a: random.below(2 ** 31), b: random.below(2 ** 31) }
  })
}

const at = <T>(from: readonly T[], index: number): T | undefined => (from.length === 0 ? undefined : from[index % from.length])

/** Carries out one step. A step that makes no sense now does nothing, so that any subset of a plan is a plan. */
export async function perform(world: World, { do: name, a, b }: Step, nth: number): Promise<void> {
  const device = at(world.devices, a)
  const node = at(world.nodes, a)
  if (device === undefined || node === undefined) return
  const conversations = [...world.log.shop.conversations.values()]
  const conversation = at(conversations, b)
  switch (name) {
    case 'pump':
      return pump(world, seededRandom(b), 1 + (a % 24))
    case 'advance':
      return world.advance(a % 5 === 0 ? b % 30_000 : b % 1_500)
    case 'send':
      return send(device, b, nth)
    case 'read':
      return read(device, b)
    case 'older': {
      const view = at(device.client.conversations(), b)
      if (view !== undefined) void device.client.loadOlder(view.conversationId)
      return
    }
    case 'fact':
      if (conversation === undefined) return
      return world.commit(node, () =>
        world.log.fact({
          conversationId: conversation.row.conversationId,
          kind: a % 2 === 0 ? 'conversation.resolved' : 'hold.expired',
          content: a % 2 === 0 ? { byId: device.person.personId } : { orderId: `order ${nth}` },
          authorId: a % 2 === 0 && device.person.desk ? device.person.personId : null,
          at: world.clock.now(),
        }),
      )
    case 'recall': {
      const entry = conversation?.entries.findLast((one) => one.clientId !== null && one.content !== null)
      if (conversation === undefined || entry === undefined) return
      const byId = entry.authorId ?? ''
      return world.commit(node, () => world.log.recall(conversation.row.conversationId, entry.seq, byId, world.clock.now()))
    }
    case 'open':
      if (conversations.length < 6) await openTalk(world, a)
      return
    case 'join':
    case 'leave': {
      // The desk sees enquiries anyhow; people of the team talk come and go, and one customer joins the other's order.
      const team = conversations.filter((one) => !one.desk || one.row.kind === 'order')
      const talk = at(team, b)
      const person = talk?.row.kind === 'order' ? world.people[1] : at(world.people.slice(2, 4), a)
      if (talk === undefined || person === undefined) return
      const { conversationId } = talk.row
      const takesPart = talk.people.get(person.personId)?.removed === false
      if (takesPart === (name === 'join')) return
      return world.commit(node, () =>
        name === 'join' ? world.log.join(conversationId, person.personId, person.class) : world.log.leave(conversationId, person.personId),
      )
    }
    case 'restartApp':
      device.restart()
      return turn()
    case 'wake':
      device.client.wake()
      return turn()
    case 'cut':
      device.wire?.cut()
      return turn()
    case 'goDead':
      device.wire?.goDead()
      return
    case 'slow':
      device.slow = !device.slow
      return
    case 'meddle':
      device.wire?.meddle(b % 2 === 0 ? 'drop' : 'repeat', (text) => text.startsWith('{"t":"ack"'))
      return
    case 'restartNode':
      node.restart()
      return turn()
    case 'loseWrite':
      world.database.failNextWrite(a % 2 === 0 ? 'lostBefore' : 'lostAfter')
      return
    case 'partition':
      world.partitioned = !world.partitioned
      return
    case 'backUp':
      world.backUp = world.log.backUp()
      return
    case 'restore':
      if (world.backUp !== undefined) world.restore(world.backUp)
      return turn()
  }
}

async function pump(world: World, random: Random, times: number): Promise<void> {
  for (let time = 0; time < times; time++) if (!(await world.happen(random))) return
}

/** Each text is unique, so that a second copy is a second copy. */
async function send(device: Device, b: number, nth: number): Promise<void> {
  const view = at(
    device.client.conversations().filter((one) => one.mark !== null),
    b,
  )
  if (view === undefined) return
  const privately = device.person.class === 'staff' && b % 5 === 0
  const many = b % 7 === 0 ? 5 : 1
  for (let copy = 0; copy < many; copy++) device.send(view.conversationId, `${device.name} ${nth}.${copy}`, privately)
  await turn()
}

async function read(device: Device, b: number): Promise<void> {
  const view = at(device.client.conversations(), b)
  if (view === undefined) return
  device.client.read(view.conversationId, b % 3 === 0 ? b % (view.lastSeq + 1) : view.lastSeq)
  await turn()
}

/** The conversations at the beginning: one talk per customer, an order both may see, and the team's own. */
export async function furnish(world: World): Promise<void> {
  const [lin, wei, ana, bo] = world.people
  if (!lin || !wei || !ana || !bo) return
  await openTalk(world, 0)
  await openTalk(world, 1)
  for (const [kind, customer, people] of [
    ['order', lin, [lin]],
    ['team', null, [ana, bo]],
  ] as const) {
    await world.log.open({
      conversationId: world.newId(),
      kind,
      customerId: customer?.personId ?? null,
      people: people.map((person) => ({ personId: person.personId, class: person.class })),
    })
  }
}

async function openTalk(world: World, a: number): Promise<void> {
  const customer = at(world.people.slice(0, 2), a)
  const node = at(world.nodes, a)
  if (customer === undefined || node === undefined) return
  const { personId, class: of } = customer
  await world.commit(node, async () => {
    const opened = await world.log.open({
      conversationId: world.newId(),
      kind: 'enquiry',
      customerId: personId,
      people: [{ personId, class: of }],
    })
    return opened
  })
}
