import { browserClient } from '@bobber/client/platform/browser'
import { keepFor } from './kept.ts'
import { loadSettings } from './settings.ts'
import { startWorker } from './offline.ts'
import { start } from './start.tsx'
import { slugOf } from './which-shop.ts'

const slug = slugOf(location.pathname)
keepFor(slug)

const root = document.getElementById('page')
if (!root) throw new Error('the page has no place for the app')

const client = browserClient({
  surface: 'storefront',
  locale: () => loadSettings(navigator.languages).locale,
  ...(slug !== undefined && { shop: slug }),
  fault: reportError,
})
start(client, root).catch((cause: unknown) => {
  // Without its words the page has only what stands in the document itself.
  root.replaceChildren(...document.querySelectorAll('#unreachable'))
  reportError(cause)
})

startWorker(slug ?? '').catch(reportError)
