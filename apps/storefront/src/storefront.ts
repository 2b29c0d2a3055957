import type { Client } from '@bobber/client/client'
import type { Me, ShopView } from '@bobber/protocol'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Answers, Away } from './answers.ts'
import type { Settings } from './settings.ts'
import type { ShopClock } from './shop-clock.ts'
import type { Strings } from './strings/index.ts'
import type { Trouble } from './use-command.ts'

/** What every screen stands on. */
export interface Storefront {
  readonly client: Client
  readonly shop: ShopView
  readonly clock: ShopClock
  readonly answers: Answers
  /** null: nothing is known to be cut off */
  readonly away: Away | null
  /** null: nobody has a session on this device yet */
  readonly me: Me | null
  readonly settings: Settings
  readonly t: Strings
  change: (settings: Settings) => Promise<void>
  /** After anything that signed somebody in. */
  signedIn: (me: Me) => void
  /** Null: nobody is signed in any more. */
  signOut: () => Promise<Trouble | null>
}

export const StorefrontContext = createContext<Storefront | null>(null)

/** @throws Error outside of the app's frame: a screen can't be shown without a shop. */
export function useStorefront(): Storefront {
  const storefront = useContext(StorefrontContext)
  if (!storefront) throw new Error('a screen was shown outside of the storefront')
  return storefront
}
