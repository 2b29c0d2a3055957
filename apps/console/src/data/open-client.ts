import type { Client } from '@bobber/client/client'
import { browserClient } from '@bobber/client/platform/browser'
import { readSettings } from './settings.tsx'

/** The console's client: cookies for the session, this browser's storage for the outbox. */
export function openClient(): Client {
  const shop = new URLSearchParams(location.search).get('shop')
  return browserClient({
    surface: 'console',
    locale: () => readSettings().locale,
    ...(shop !== null && { shop }),
    fault: reportError,
  })
}
