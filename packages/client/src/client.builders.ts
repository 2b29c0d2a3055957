import type { Ack, DownFrame, Entry, ParticipantMark, UpFrame } from '@bobber/protocol'
import { closeCodes, refuse, worded } from '@bobber/protocol'
import { ManualClock } from '@bobber/testkit/clock'
import { countingIds } from '@bobber/testkit/ids'
import { Wire } from '@bobber/testkit/network/wire'
import type { Client } from './client.ts'
import { createClient } from './create.ts'
import type { Environment, Request, Response } from './environment.ts'
import { memoryStore } from './store/memory.ts'
import type { Rows, Store } from './store/store.ts'

export const me = '00000000-0000-7000-8000-00000000aaaa'
export const ana = '00000000-0000-7000-8000-00000000bbbb'
export const talk = '00000000-0000-7000-8000-00000000cccc'
export const otherTalk = '00000000-0000-7000-8000-00000000dddd'

/** Lets promises run out. */
export const turn = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve)
  })

/** A client whose server is the test itself: it sees each frame, and says what comes back. */
export class Bench {
  readonly clock = new ManualClock()
  readonly rows: Rows
  readonly heard: UpFrame[] = []
  readonly acked: Ack[] = []
  readonly faults: unknown[] = []
  readonly requests: { url: string; request: Request }[] = []
  wires: Wire[] = []
  answer: (url: string, request: Request) => Promise<Response> = () => Promise.reject(new Error('nobody there'))
  client: Client

  constructor(part: Partial<Environment> = {}, rows: Rows = new Map(), store: Store = memoryStore(rows)) {
    this.rows = rows
    this.client = createClient({
      clock: this.clock,
      random: () => 0.5,
      newId: countingIds(7),
      openSocket: (_url, ears) => {
        const wire = new Wire(ears)
        this.wires.push(wire)
        return wire.client
      },
      store,
      fetch: (url, request) => {
        this.requests.push({ url, request })
        return this.answer(url, request)
      },
      url: 'http://shop',
      surface: 'storefront',
      locale: () => 'zh',
      tab: 'tab-1',
      acked: (heard) => this.acked.push(heard),
      fault: (cause) => this.faults.push(cause),
      ...part,
    })
  }

  get wire(): Wire {
    const wire = this.wires.at(-1)
    if (wire === undefined) throw new Error('no connection')
    return wire
  }

  /** The newest connection is accepted; what it says is kept in `heard`. */
  async accept(): Promise<void> {
    await turn()
    this.wire.accept({ receive: (text) => this.heard.push(JSON.parse(text) as UpFrame), closed: () => undefined })
    await this.flush()
  }

  /** The server says something. */
  async say(...frames: DownFrame[]): Promise<void> {
    for (const frame of frames) this.wire.server.send(JSON.stringify(frame))
    await this.flush()
  }

  async close(code: number, reason = ''): Promise<void> {
    this.wire.server.close(code, reason)
    await this.flush()
  }

  /** Everything on the way arrives, both ways. */
  async flush(): Promise<void> {
    await turn()
    for (const wire of this.wires) {
      while (wire.upWaiting > 0 || wire.downWaiting > 0) {
        if (wire.upWaiting > 0) wire.handUp()
        if (wire.downWaiting > 0) wire.handDown()
        await turn()
      }
    }
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms)
    await this.flush()
  }

  /** Signs somebody in over HTTP; the new connection waits to be accepted. */
  async signIn(personId: string): Promise<void> {
    this.answers({ me: { personId, name: '', class: 'customer', roles: [], phoneMasked: null }, token: `token of ${personId}` })
    await this.client.call('guest.begin', {})
  }

  /** What HTTP answers from now on. */
  answers(reply: object, status = 200): void {
    this.answer = () => Promise.resolve({ status, json: () => Promise.resolve(reply) })
  }

  /** The server knows no session of this device. */
  async refuse(): Promise<void> {
    await this.accept()
    await this.say({ t: 'refused', of: 'hello', refusal: worded(refuse('notSignedIn'), 'zh') })
    await this.close(gone, 'notSignedIn')
  }

  /** Frames of a kind heard so far. */
  of<T extends UpFrame['t']>(kind: T): Extract<UpFrame, { t: T }>[] {
    return this.heard.filter((frame): frame is Extract<UpFrame, { t: T }> => frame.t === kind)
  }

  /** Connected and caught up, with what the snapshot shows. */
  async live(entries: Entry[] = [], marks: ParticipantMark[] = [mark(me)], who = me): Promise<this> {
    await this.accept()
    await this.say(welcome(who))
    await this.say({ t: 'resync' })
    const ref = this.of('snapshot').at(-1)?.ref ?? -1
    await this.say({ t: 'snapshot', ref, heads: [], entries, marks, conversations: [conversation()], resume: 'r0' })
    await this.say(changes({ resume: 'r0' }))
    return this
  }
}

export function welcome(personId = me, seer: 'customer' | 'staff' = 'customer', guests: string[] = []): DownFrame {
  const limits = { frameBytes: 65_536, pingAfterMs: 25_000, pongWithinMs: 8_000 }
  return { t: 'welcome', personId, class: seer, name: 'Lin', guests, now: new ManualClock().now(), limits }
}

export function changes(part: Partial<Extract<DownFrame, { t: 'changes' }>> = {}): DownFrame {
  return { t: 'changes', entries: [], marks: [], conversations: [], ...part }
}

export function conversation(conversationId = talk) {
  return { conversationId, kind: 'enquiry', state: 'open', assigneeId: null, customerId: me, openedAt: 0 } as const
}

/** An entry that everybody sees and that counts: its running number is its seq. */
export function entry(seq: number, part: Partial<Entry> = {}): Entry {
  return {
    conversationId: talk,
    seq,
    prev: seq - 1,
    entryId: `e${seq}`,
    authorId: ana,
    kind: 'message.text',
    audience: 7,
    at: seq,
    hash: `h${seq}`,
    count: seq,
    own: seq,
    content: { text: `words ${seq}` },
    ...part,
  }
}

export function mark(personId: string, part: Partial<ParticipantMark> = {}): ParticipantMark {
  return {
    conversationId: talk,
    personId,
    class: personId === me ? 'customer' : 'staff',
    role: '',
    name: '',
    involvement: 'everything',
    receivedSeq: 0,
    readSeq: 0,
    readCount: 0,
    readOwn: 0,
    ownCount: 0,
    removed: false,
    ...part,
  }
}

export function ack(clientId: string, seq: number, part: Partial<Ack> = {}): Ack {
  return { t: 'ack', conversationId: talk, clientId, entryId: `e${seq}`, seq, at: seq, hash: `h${seq}`, ...part }
}

export const text = (words: string) => ({ kind: 'message.text', content: { text: words } }) as const
export const gone = closeCodes.gone
