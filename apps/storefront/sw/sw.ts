/**
 * The shop's pages that were seen once open without a network (C9): the page itself, its hashed assets, the catalogue's
 * answers and its pictures. Nothing that belongs to a person is kept here, and no command ever passes through.
 */
declare const self: ServiceWorkerGlobalScope

const pages = 'pages-1'
const assets = 'assets-1'
const catalogue = 'catalogue-1'
const pictures = 'pictures-1'
const current = new Set([pages, assets, catalogue, pictures])

/** About 12 MB of pictures at the sizes a phone asks for. */
const mostPictures = 300
const mostAnswers = 200
/** After that a page that was seen before is shown from here; the answer still refreshes it for the next time. */
const patienceMs = 4000

const catalogueQueries = new Set(['/api/shop.get', '/api/product.list', '/api/product.get', '/api/calendar.get'])

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(pages)
      .then((cache) => cache.add('/'))
      .catch(() => undefined)
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => !current.has(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (!url.pathname.startsWith('/console')) event.respondWith(networkFirst(event, pages, mostAnswers))
  } else if (url.pathname.startsWith('/assets/')) event.respondWith(cacheFirst(request, assets, mostPictures))
  else if (catalogueQueries.has(url.pathname)) event.respondWith(networkFirst(event, catalogue, mostAnswers))
  else if (url.pathname.startsWith('/files/')) event.respondWith(cacheFirst(request, pictures, mostPictures))
})

async function networkFirst(event: FetchEvent, name: string, most: number): Promise<Response> {
  const { request } = event
  const cache = await caches.open(name)
  const key = keyOf(request)
  const answer = fetch(request).then(async (response) => {
    if (response.ok) {
      await cache.put(key, response.clone())
      await trim(cache, most)
    }
    return response
  })
  event.waitUntil(answer.catch(() => undefined))
  const seen = await cache.match(key)
  if (!seen) return answer
  return Promise.race([answer, after(patienceMs).then(() => seen.clone())]).catch(() => seen)
}

async function cacheFirst(request: Request, name: string, most: number): Promise<Response> {
  const cache = await caches.open(name)
  const seen = await cache.match(request)
  if (seen) return seen
  const response = await fetch(request)
  // Only what the server calls public is everybody's on this device; hand-over pictures are not.
  if (response.ok && response.headers.get('cache-control')?.includes('public')) {
    await cache.put(request, response.clone())
    await trim(cache, most)
  }
  return response
}

/** One device may visit several shops: the shop is part of what is asked. */
function keyOf(request: Request): string {
  const url = new URL(request.url)
  if (request.mode === 'navigate') return url.pathname
  url.searchParams.set('of-shop', request.headers.get('bobber-shop') ?? '')
  return url.href
}

/** The oldest go first; a cache lists them in the order they came. */
async function trim(cache: Cache, most: number): Promise<void> {
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)))
}

function after(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
