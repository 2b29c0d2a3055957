import { isRefusal } from '@bobber/protocol'
import type { Storefront } from '../storefront.ts'
import type { Trouble } from '../use-command.ts'

/** Whoever has no session yet becomes a guest, without being asked anything. Null: there is a session now. */
export async function asGuest({ client, me, signedIn }: Storefront): Promise<Trouble | null> {
  if (me) return null
  const guest = await client.call('guest.begin', {}).catch(() => null)
  if (guest === null) return { kind: 'broken' }
  if (isRefusal(guest)) return { kind: 'refused', refusal: guest }
  signedIn(guest.me)
  return null
}
