// What the deliberate bugs of the frames share: each is loaded into a server (--import) and changes what leaves it.
import type { Changes } from '@bobber/protocol'
import { Session } from '../../../src/edge/ws/session.ts'

/** Every `changes` frame of the server as `change` makes it, for whoever it goes to. */
export function changeOutgoing(change: (frame: Changes, personId: string) => Changes): void {
  const write = Reflect.get(Session.prototype, 'write')
  Session.prototype.write = function (text) {
    const isChanges = text.startsWith('{"t":"changes"')
    Reflect.apply(write, this, [isChanges ? JSON.stringify(change(JSON.parse(text) as Changes, this.who?.personId ?? '')) : text])
  }
}
