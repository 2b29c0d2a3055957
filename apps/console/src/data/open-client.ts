import type { Client } from '@bobber/client/client'
import { browserClient } from '@bobber/client/platform/browser'
import { readSettings } from './settings.tsx'
import { shopOf } from './which-shop.ts'

/** The slug of the shop this page works for, undefined: the server's first; a page never changes it. */
export const shopSlug = shopOf(location, localStorage)

/** The console's client: cookies for the session, this browser's storage for the outbox. */
export function openClient(): Client {
  return browserClient({
    surface: 'console',
    locale: () => readSettings().locale,
    ...(shopSlug !== undefined && { shop: shopSlug }),
    fault: reportError,
  })
}
