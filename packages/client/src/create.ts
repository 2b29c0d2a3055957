import {
  type DownFrame,
  protocolVersion,
  type Route,
  type RouteName,
  routes,
  type SignedIn,
  type UpFrame,
  type WordedRefusal,
} from '@bobber/protocol'
import { call } from './api/call.ts'
import type { Client, ConnectionState, PresenceView } from './client.ts'
import { Link } from './connection/link.ts'
import type { Environment, TabNews } from './environment.ts'
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
export function createClient(given: Environment): Client {
  // What is on its way when the client is closed finds its store closed: nobody was promised that it would get there.
  const fault = (cause: unknown): void => {
    if (!closed) given.fault(cause)
  }
  const env: Environment = { ...given, fault }
  const log = new Log()
  const presence = new Map<string, PresenceView>()
  const listeners = new Listeners()
  let device: string | undefined
  let token = env.token
  let closed = false
  let ref = 0
  let awayNow = false
  /** sign-ins and sign-outs of this device under way */
  let changes = 0

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
    if (link.state === 'nobody' && changes === 0) void leave('waits')
  }

  function readSeqOf(conversationId: string): number {
    const mine = session.me === undefined ? undefined : log.conversations.get(conversationId)?.participants.get(session.me.personId)
    return Math.max(mine?.readSeq ?? 0, cursors.reading(conversationId)?.seq ?? 0)
  }

  async function load(): Promise<void> {
    // Asked for before the log is read: a tab that is alone keeps it by then, and what stands in the store may stay as it is.
    let keeps = env.siblings === undefined
    const keeper = env.siblings?.keeper().then(() => (keeps = true))
    device = (await env.store.get('device')) as string | undefined
    if (device === undefined) {
      device = env.newId()
      await env.store.batch([{ put: 'device', value: device }])
    }
    if (env.keepsToken === true) token ??= (await env.store.get('token')) as string | undefined
    await outbox.load()
    await cursors.load()
    const alone = keeps
    await session.load()
    if (alone) keep.begin()
    else void keeper?.then(keepOn)
  }

  function keepOn(): void {
    if (closed) return
    keep.begin()
    session.keepWhole()
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

  env.siblings?.listen((news) => void heardOf(news).catch(env.fault))

  async function heardOf(news: TabNews): Promise<void> {
    if ('changed' in news) return outbox.reload(news.changed)
    await loaded
    if (session.me?.personId !== news.left) return session.keepWhole()
    await leave('goes')
    await restart()
  }

  const ask = (name: RouteName, body: Record<string, unknown>, file?: Blob) =>
    call({ env, token: () => token, closed: () => closed }, name, body, file)

  /** The server ends the old session before its answer is here: what the socket hears meanwhile is no end of this person's (SDK22). */
  async function changing<T>(work: () => Promise<T>): Promise<T> {
    changes++
    try {
      await loaded
      return await work()
    } finally {
      changes--
      if (link.state === 'nobody' && changes === 0) await leave('waits')
    }
  }

  async function signedIn({ me, token: fresh }: SignedIn): Promise<void> {
    if (session.me?.personId !== me.personId) session.forget()
    outbox.writtenBy(me.personId)
    changed(null)
    if (env.keepsToken === true) {
      token = fresh
      await env.store.batch([{ put: 'token', value: token }])
    }
    await restart()
  }

  /** Nothing of the person is left here; whether what he had not sent waits for him is said (SDK22). */
  async function leave(unsent: 'waits' | 'goes'): Promise<void> {
    token = undefined
    session.forget()
    if (unsent === 'waits') outbox.belongsTo(null)
    else outbox.signedOut()
    changed(null)
    await env.store.batch([{ drop: 'token' }]).catch(env.fault)
  }

  async function restart(): Promise<void> {
    await loaded
    link.stop()
    if (!closed) link.start()
  }

  const client: Untyped = {
    connection(): ConnectionState {
      if (link.state === 'open') return session.live ? 'live' : 'catchingUp'
      return link.state === 'nobody' && changes > 0 ? 'connecting' : link.state
    },
    me: () => session.me ?? null,
    now: () => env.clock.now() + session.offset,
    silentMs: () => link.silentMs,
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
      const route: Route = routes[name]
      if (route.entrance !== true) return ask(name, body, file)
      return changing(async () => {
        const reply = (await ask(name, body)) as SignedIn | WordedRefusal
        if ('token' in reply) await signedIn(reply)
        return reply
      })
    },
    signOut: () =>
      changing(async () => {
        const refusal = (await ask('session.end', {})) as Partial<WordedRefusal>
        if (refusal.code !== undefined && refusal.code !== 'notSignedIn') return refusal as WordedRefusal
        const personId = session.me?.personId
        await leave('goes')
        if (personId !== undefined) env.siblings?.tell({ left: personId })
        await restart()
        return null
      }),
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
