import { type DownFrame, protocolVersion, type RouteName, type UpFrame } from '@bobber/protocol'
import { call } from './api/call.ts'
import type { Client, ConnectionState, PresenceView } from './client.ts'
import { Link } from './connection/link.ts'
import type { Environment, Siblings } from './environment.ts'
import { Outbox } from './outbox/outbox.ts'
import { Cursors } from './sync/cursors.ts'
import { Holes } from './sync/holes.ts'
import { Keep } from './sync/keep.ts'
import { Log } from './sync/log.ts'
import { Session } from './sync/session.ts'
import { Listeners } from './view/listeners.ts'
import { Typing } from './view/typing.ts'
import { Views } from './view/views.ts'

/**
 * The SDK over whatever platform it is given (platform/ has the usual ones). Returns at once; what the device keeps shows as soon as
 * its store has been read, and the connection is opened after that.
 */
export function createClient(env: Environment): Client {
  const log = new Log()
  const presence = new Map<string, PresenceView>()
  const listeners = new Listeners()
  let device: string | undefined
  let token = env.token
  let closed = false
  let ref = 0
  let awayNow = false

  const changed = (conversationId: string | null) => {
    views.changed(conversationId)
    listeners.changed()
  }
  const link = new Link(env, { hello, heard, state: linked })
  const send = (frame: UpFrame) => link.send(frame)
  const newRef = () => ref++
  const keep = new Keep(env.store, log, env.fault)
  const outbox = new Outbox(env, {
    send: (message, attempt) => {
      const { conversationId, clientId, kind, content, privately } = message
      const readSeq = readSeqOf(conversationId)
      return send({ t: 'send', conversationId, clientId, kind, content, ...(privately && { privately }), readSeq, attempt })
    },
    unanswered: () => link.replace(),
    heard: () => link.heard,
    changed,
  })
  const cursors = new Cursors(env, log, send, changed)
  const holes = new Holes(log, send, newRef)
  const typing = new Typing(env.clock, changed)
  const session: Session = new Session({
    env,
    link,
    log,
    keep,
    outbox,
    cursors,
    holes,
    newRef,
    ears: {
      changed,
      arrived(entry) {
        typing.stopped(entry.conversationId, entry.authorId)
        listeners.arrived(entry)
      },
    },
  })
  const views = new Views({ log, outbox, cursors, session, typing })

  function hello(): UpFrame {
    const resume = session.resume()
    return {
      t: 'hello',
      version: protocolVersion,
      surface: env.surface,
      ...(token !== undefined && { token }),
      device: device ?? env.tab,
      locale: env.locale(),
      ...(resume !== undefined && { resume }),
    }
  }

  function heard(frame: DownFrame): void {
    if (session.heard(frame)) return
    if (frame.t === 'ack') {
      env.acked?.(frame)
      outbox.acked(frame)
    } else if (frame.t === 'refused') {
      if (frame.of === 'hello' && frame.refusal.retryAfterMs !== undefined) link.retryAfter(frame.refusal.retryAfterMs)
      else if (!outbox.refused(frame.of, frame.refusal)) session.refused(frame)
    } else if (frame.t === 'typing') typing.heard(frame.conversationId, frame.personId)
    else if (frame.t === 'presence') {
      presence.set(frame.personId, { state: frame.state, lastSeenAt: frame.lastSeenAt })
      changed(null)
    }
  }

  function linked(): void {
    session.linked(link.state)
    if (link.state === 'open') {
      if (awayNow) send({ t: 'presence', state: 'away' })
    } else {
      typing.down()
      presence.clear()
    }
  }

  function readSeqOf(conversationId: string): number {
    const mine = session.me === undefined ? undefined : log.conversations.get(conversationId)?.participants.get(session.me.personId)
    return Math.max(mine?.readSeq ?? 0, cursors.reading(conversationId)?.seq ?? 0)
  }

  async function load(): Promise<void> {
    device = (await env.store.get('device')) as string | undefined
    if (device === undefined) {
      device = env.newId()
      await env.store.batch([{ put: 'device', value: device }])
    }
    if (env.keepsToken === true) token ??= (await env.store.get('token')) as string | undefined
    await outbox.load()
    await cursors.load()
    await session.load()
    if (env.siblings === undefined) session.keepFrom()
    else void keepWhenAlone(env.siblings)
  }

  async function keepWhenAlone(siblings: Siblings): Promise<void> {
    await siblings.keeper()
    if (!closed) session.keepFrom()
  }

  async function begin(): Promise<void> {
    try {
      await load()
      changed(null)
    } catch (cause) {
      // Without its store the device still works; it only forgets.
      env.fault(new Error('the store of this device could not be read', { cause }))
    }
    if (!closed) link.start()
  }
  const loaded = begin()

  async function keepToken(reply: unknown): Promise<void> {
    if (env.keepsToken !== true || typeof reply !== 'object' || reply === null) return
    if (!('me' in reply) || !('token' in reply) || typeof reply.token !== 'string') return
    token = reply.token
    await env.store.batch([{ put: 'token', value: token }])
  }

  const client: Untyped = {
    connection(): ConnectionState {
      if (link.state === 'open') return session.live ? 'live' : 'catchingUp'
      return link.state
    },
    me: () => session.me ?? null,
    now: () => env.clock.now() + session.offset,
    conversations: () => views.all(),
    conversation: (conversationId) => views.one(conversationId),
    presence: (personId) => presence.get(personId),
    subscribe: (listener) => listeners.subscribe(listener),
    onEntry: (listener) => listeners.onEntry(listener),
    send: (conversationId, { kind, content, privately }) => outbox.add(conversationId, kind, content, privately ?? false),
    retry: (clientId) => outbox.retry(clientId),
    discard: (clientId) => outbox.discard(clientId),
    read: (conversationId, seq) => cursors.read(conversationId, seq),
    typing(conversationId) {
      if (session.live && typing.mayTell(conversationId)) send({ t: 'typing', conversationId })
    },
    loadOlder: (conversationId) => holes.older(conversationId),
    async call(name: RouteName, body: Record<string, unknown>, file?: Blob) {
      const reply = await call({ env, token: () => token, closed: () => closed }, name, body, file)
      await keepToken(reply)
      return reply
    },
    async restart() {
      await loaded
      link.stop()
      if (!closed) link.start()
    },
    away() {
      awayNow = true
      if (link.state === 'open') send({ t: 'presence', state: 'away' })
    },
    wake() {
      if (awayNow && link.state === 'open') send({ t: 'presence', state: 'online' })
      awayNow = false
      link.wake()
    },
    async close() {
      closed = true
      await loaded
      link.stop()
      listeners.clear()
      await env.store.close()
    },
  }
  return client as Client
}

/** A client before the route's name gives `call` its types. */
type Untyped = Omit<Client, 'call'> & { call(name: RouteName, body: Record<string, unknown>, file?: Blob): Promise<unknown> }
