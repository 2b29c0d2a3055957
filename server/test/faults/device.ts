import { setTimeout as pause } from 'node:timers/promises'
import type { Client, ConversationView } from '@bobber/client'
import { openFileStore } from '@bobber/client/platform/file-store'
import { nodeClient } from '@bobber/client/platform/node'
import { type Calls, type Entry, isRefusal, type RouteName } from '@bobber/protocol'
import type { Random } from '@bobber/testkit/random'
import type { Actor } from './cast.ts'
import { type Deeds, openDeeds } from './deeds.ts'
import type { DeviceHistory } from './history.ts'
import { Shown, watch } from './watch.ts'

export interface DevicePlan {
  name: string
  /** what its person does */
  as: 'desk' | 'customer' | 'guest'
  /** null: a guest, who begins by himself */
  actor: Actor | null
}

export interface DeviceParts {
  plan: DevicePlan
  /** its files stand here, by its name */
  folder: string
  /** ws://… of the faulty proxy */
  socketUrl: string
  random: Random
  /** of this process: what an earlier one said is not said again */
  life: number
  fault: (cause: unknown) => void
}

/** One device of a fault run: an SDK client with its files, and what a person does with it. */
export class Device {
  readonly plan: DevicePlan
  readonly random: Random
  readonly deeds: Deeds
  readonly #parts: DeviceParts
  readonly #written: DeviceHistory['written'] = []
  readonly #seen: string[] = []
  readonly #shown = new Shown()
  #client: Client | null = null
  #says = 0
  #asking = 0

  constructor(parts: DeviceParts) {
    this.plan = parts.plan
    this.random = parts.random
    this.deeds = openDeeds(`${this.#path(parts)}.deeds`)
    this.#parts = parts
  }

  get client(): Client | null {
    return this.#client
  }

  /** As much is asked over HTTP and not answered yet as a person asks at once. */
  get isBusy(): boolean {
    return this.#asking >= 2
  }

  get conversations(): ConversationView[] {
    return this.#client?.conversations().filter((view) => view.mark !== null) ?? []
  }

  /** `act` again and again until it is calm. */
  async live(act: (device: Device) => void, calm: AbortSignal): Promise<void> {
    await this.#open()
    while (!calm.aborted) {
      await pause(150 + this.random.below(600))
      // A guest who is being signed in waits for it: closed meanwhile, he would have a session and not know of it.
      const mayClose = this.plan.as !== 'guest' || this.#asking === 0
      if (mayClose && this.random.below(100) < 3) await this.#reopen()
      else act(this)
    }
  }

  say(conversationId: string, privately = false): void {
    // Each text is unique, so that a second copy is a second copy.
    const text = `${this.plan.name} ${this.#parts.life}.${++this.#says} ${'说'.repeat(this.random.below(60))}`
    const clientId = this.#client?.send(conversationId, { kind: 'message.text', content: { text }, privately })
    if (clientId !== undefined) this.#written.push({ conversationId, clientId })
  }

  /** Asks over HTTP unless it is busy; `then` hears the answer that is no refusal. */
  ask<K extends RouteName>(
    name: K,
    body: Calls[K]['body'],
    then: (reply: Calls[K]['reply']) => void | Promise<void> = () => undefined,
  ): void {
    const client = this.#client
    if (client !== null && !this.isBusy) void this.#asked(client, name, body, then)
  }

  async #asked<K extends RouteName>(
    client: Client,
    name: K,
    body: Calls[K]['body'],
    then: (reply: Calls[K]['reply']) => void | Promise<void>,
  ): Promise<void> {
    this.#asking++
    try {
      const reply = await client.call(name, body)
      if (!isRefusal(reply)) await then(reply)
    } catch (cause) {
      // A fault of the server says nothing about what it did: while it is being killed there are such.
      if (!(cause instanceof Error) || cause.name !== 'ServerFault') this.#parts.fault(cause)
    } finally {
      this.#asking--
    }
  }

  /** Everything is read and every line proven: from here on it only has to converge. */
  settle(): void {
    this.#client?.wake()
    for (const view of this.conversations) this.#client?.read(view.conversationId, view.lastSeq)
  }

  /** Nothing of its own is outstanding: sent, told and answered is all of it. */
  get isSettled(): boolean {
    const me = this.#client?.me()?.personId
    if (this.#client?.connection() !== 'live' || me === undefined || this.#asking > 0) return false
    return this.#client.conversations().every((view) => {
      const mark = view.participants.find((one) => one.personId === me)
      const isRead = (mark?.readSeq ?? 0) >= view.lastSeq && (mark?.receivedSeq ?? 0) >= view.lastSeq
      return isRead && view.items.every((item) => item.type !== 'unsent' || item.unsent.state === 'failed')
    })
  }

  /** Says whether anything moved since it was last looked at. */
  get print(): string {
    const views = this.#client?.conversations() ?? []
    const print = (view: ConversationView) =>
      `${view.conversationId} ${view.lastSeq} ${view.items.length} ${view.unread} ${view.participants.map((one) => `${one.receivedSeq}/${one.readSeq}`).join()}`
    return views.map(print).join('\n')
  }

  tell(): Omit<DeviceHistory, 'acks' | 'deeds'> {
    const views = this.#client?.conversations() ?? []
    const me = this.#client?.me()
    return {
      name: this.plan.name,
      personId: me?.personId ?? '',
      class: this.plan.as === 'desk' ? 'staff' : 'customer',
      desk: this.plan.as === 'desk',
      written: this.#written,
      seen: this.#seen,
      unsent: views.flatMap(({ items }) =>
        items.flatMap((item) => {
          if (item.type !== 'unsent') return []
          const { clientId, state, refusal } = item.unsent
          return [{ clientId, state: refusal === null ? state : `${state}: ${refusal.code}` }]
        }),
      ),
      conversations: views.map((view) => ({
        conversationId: view.conversationId,
        entries: view.items.flatMap((item) => (item.type === 'entry' ? [pick(item.entry)] : [])),
        holes: view.items.filter((item) => item.type === 'hole').length,
        hasOlder: view.hasOlder,
        participants: view.participants.map(({ personId, receivedSeq, readSeq }) => ({ personId, receivedSeq, readSeq })),
        unread: view.unread,
      })),
    }
  }

  #path({ folder, plan }: Pick<DeviceParts, 'folder' | 'plan'>): string {
    return `${folder}/${plan.name}`
  }

  async #reopen(): Promise<void> {
    await this.#client?.close()
    await this.#open()
  }

  async #open(): Promise<void> {
    const { socketUrl, fault } = this.#parts
    const path = this.#path(this.#parts)
    const { as, actor } = this.plan
    this.#client = nodeClient({
      url: socketUrl.replace('ws:', 'http:'),
      socketUrl,
      surface: as === 'desk' ? 'console' : 'storefront',
      store: await openFileStore(`${path}.store`),
      ...(actor !== null && { token: actor.token }),
      ackJournal: `${path}.acks`,
      fault,
    })
    watch(this.#client, as === 'desk' ? 'staff' : 'customer', this.#shown, (what) => this.#seen.push(what))
  }
}

function pick({ seq, hash, entryId, kind, content }: Entry): DeviceHistory['conversations'][number]['entries'][number] {
  const text = kind === 'message.text' && content !== null && 'text' in content ? { text: content.text } : {}
  return { seq, hash, entryId, ...text }
}
