import { type DownFrame, messageAudience, protocolVersion, refuse, type UpFrame } from '@bobber/protocol'
import { countingIds } from '@bobber/testkit/ids'
import { MemoryLog } from '@bobber/testkit/memory-log'
import { Crowd, usualLimits } from '../../src/edge/ws/crowd.ts'
import { FrameMemo } from '../../src/edge/ws/frame-memo.ts'
import { Presence } from '../../src/edge/ws/presence.ts'
import type { Who } from '../../src/edge/ws/reader.ts'
import { Session, type SyncParts } from '../../src/edge/ws/session.ts'
import { Feed } from '../../src/log/feed.ts'
import { Lane } from '../../src/log/lane.ts'
import type { AtMost } from '../../src/log/store.ts'
import type { Clock } from '../../src/platform/clock.ts'

export const shopId = '00000000-0000-7000-8000-00000000005a'

/** Everything a session needs, over a log in memory: one enquiry of ana's, a clerk at the desk, a colleague who isn't, a guest, a stranger. */
export interface Stage {
  log: MemoryLog
  feed: Feed
  parts: SyncParts
  newId: () => string
  ids: Record<'ana' | 'clerk' | 'mate' | 'stranger' | 'guest' | 'talk', string>
  text(words: string, more?: object): UpFrame
  hello(token: string, resume?: string): UpFrame
  /** So many messages of ana's, published as the lane does. */
  written(count: number, words?: string): Promise<void>
  device(): Device
  /** Says hello and takes the first snapshot. */
  arrive(token: string): Promise<Device>
}

/** One connection, its other end in hand. */
export interface Device {
  session: Session
  frames: DownFrame[]
  closed: { code: number; reason: string }[]
  buffered: number
  say(frame: UpFrame | string): Promise<void>
  of<T extends DownFrame['t']>(t: T): Extract<DownFrame, { t: T }>[]
}

/** Lets every promise that waits for nothing but others run. */
export async function settle(turns = 60): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve()
}

export const seqsOf = (one: Device) => one.of('changes').flatMap((frame) => frame.entries.map((entry) => entry.seq))

/** `atMost`: what the store gives in one answer. */
export async function makeStage(clock: Clock, atMost?: AtMost): Promise<Stage> {
  const newId = countingIds(7)
  const ids = { ana: newId(), clerk: newId(), mate: newId(), stranger: newId(), guest: newId(), talk: newId() }
  const cast: Record<string, Pick<Who, 'personId' | 'class' | 'desk' | 'guest'>> = {
    ana: { personId: ids.ana, class: 'customer', desk: false },
    clerk: { personId: ids.clerk, class: 'staff', desk: true },
    mate: { personId: ids.mate, class: 'staff', desk: false },
    stranger: { personId: ids.stranger, class: 'customer', desk: false },
    guest: { personId: ids.guest, class: 'customer', desk: false, guest: true },
  }
  const log = new MemoryLog(shopId, newId, atMost)
  await log.open({
    conversationId: ids.talk,
    kind: 'enquiry',
    customerId: ids.ana,
    people: [{ personId: ids.ana, class: 'customer' }],
  })
  const onFault = (fault: unknown) => {
    throw fault
  }
  const feed = new Feed({ shopId, store: log, clock, onFault })
  const lane = new Lane({
    shopId,
    store: log,
    clock,
    past: () => feed.past,
    publish: (batch, past) => feed.publish(batch, past),
    doubt: () => feed.doubt(),
    onFault,
  })
  const parts: SyncParts = {
    store: log,
    lane: () => lane,
    feed: () => feed,
    clock,
    shopNow: () => clock.now(),
    seal: { seal: (bytes) => Buffer.from(bytes).toString('base64url'), open: (token) => Buffer.from(token, 'base64url') },
    newId,
    authenticate: ({ token = '' }) => {
      const person = cast[token]
      if (!person) return Promise.resolve(refuse('notSignedIn'))
      return Promise.resolve({ ...person, shopId, name: token, sessionId: token, locale: 'zh' as const })
    },
    isRevoked: () => false,
    isDesks: (_shop, conversationId) => Promise.resolve(log.shop.conversations.get(conversationId)?.desk ?? false),
    admit: (_who, send) =>
      Promise.resolve({ content: JSON.stringify(send.content), audience: messageAudience('enquiry', send.privately === true) }),
    alias: (_shop, person) => person,
    presence: new Presence(clock, () => feed),
    memo: new FrameMemo(),
    crowd: new Crowd({ ...usualLimits, frames: { perSecond: 10, burst: 30 } }),
    network: '203.0.113.1',
    onFault,
  }
  const hello: Stage['hello'] = (token, resume) => ({
    t: 'hello',
    version: protocolVersion,
    surface: 'storefront',
    token,
    device: ids.talk,
    locale: 'zh',
    ...(resume !== undefined && { resume }),
  })
  function device(): Device {
    const one: Device = {
      frames: [],
      closed: [],
      buffered: 0,
      session: new Session(parts, {
        send: (text) => one.frames.push(JSON.parse(text) as DownFrame),
        close: (code, reason) => one.closed.push({ code, reason }),
        buffered: () => one.buffered,
      }),
      async say(frame) {
        one.session.receive(typeof frame === 'string' ? frame : JSON.stringify(frame))
        await settle()
      },
      of: (t) => one.frames.filter((frame): frame is Extract<DownFrame, { t: typeof t }> => frame.t === t),
    }
    return one
  }
  return {
    log,
    feed,
    parts,
    newId,
    ids,
    hello,
    device,
    text: (words, more = {}) => ({
      t: 'send',
      conversationId: ids.talk,
      clientId: newId(),
      kind: 'message.text',
      content: { text: words },
      attempt: 1,
      ...more,
    }),
    async written(count, words = 'hello') {
      for (let nth = 0; nth < count; nth++) {
        const entry = {
          kind: 'message.text',
          audience: 7,
          countable: true,
          at: clock.now(),
          content: JSON.stringify({ text: words }),
        } as const
        const who = { conversationId: ids.talk, authorId: ids.ana, sender: { class: 'customer', desk: false, readSeq: 0 } } as const
        const { batch } = await log.append('', [{ ...entry, ...who, entryId: newId(), clientId: newId() }], false)
        if (batch) feed.publish(batch, feed.past)
      }
    },
    async arrive(token) {
      const one = device()
      await one.say(hello(token))
      await one.say({ t: 'snapshot', ref: 1 })
      const resume = one.of('snapshot')[0]?.resume
      if (resume === undefined) throw new Error('no snapshot')
      await one.say({ t: 'resume', resume })
      return one
    },
  }
}
