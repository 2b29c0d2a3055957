import { browserClient } from '@bobber/client/platform/browser'
import { loadSettings } from './settings.ts'
import { start } from './start.tsx'
import './styles/index.css'

/** `/s/<slug>/` is another shop's page; `/` the default one's. */
const slug = /^\/s\/([^/]+)/.exec(location.pathname)?.[1]

const root = document.getElementById('page')
if (!root) throw new Error('the page has no place for the app')

const client = browserClient({
  surface: 'storefront',
  locale: () => loadSettings(navigator.languages).locale,
  ...(slug !== undefined && { shop: decodeURIComponent(slug) }),
  fault: reportError,
})
void start(client, root)

if ('serviceWorker' in navigator) {
  // Without it everything works but the second visit without a network; http on a LAN address has none.
  navigator.serviceWorker.register('/sw.js').catch(() => undefined)
}
