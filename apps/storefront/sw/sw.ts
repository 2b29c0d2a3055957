import { keyOf, mayKeep, whatOf } from './what.ts'

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
  switch (whatOf(event.request, self.location.origin)) {
    case 'page':
      return event.respondWith(networkFirst(event, pages))
    case 'catalogue':
      return event.respondWith(networkFirst(event, catalogue))
    case 'asset':
      return event.respondWith(cacheFirst(event.request, assets, () => true))
    case 'picture':
      return event.respondWith(cacheFirst(event.request, pictures, isPublic))
    case 'none':
  }
})

self.addEventListener('message', (event) => {
  const told: unknown = event.data
  if (typeof told !== 'object' || told === null || !('seen' in told) || !Array.isArray(told.seen)) return
  const shop = 'shop' in told && typeof told.shop === 'string' ? told.shop : ''
  const urls = told.seen.filter((url): url is string => typeof url === 'string')
  event.waitUntil(Promise.all(urls.map((url) => keepSeen(url, shop).catch(() => undefined))))
})

/** Fetches once more what the page loaded before this worker was there; all but the small answers come from the browser's own cache. */
async function keepSeen(url: string, shop: string): Promise<void> {
  const headers = { 'bobber-surface': 'storefront', ...(shop && { 'bobber-shop': shop }) }
  const request = new Request(url, whatOf({ method: 'GET', mode: 'cors', url }, self.location.origin) === 'catalogue' ? { headers } : {})
  switch (whatOf(request, self.location.origin)) {
    case 'asset':
      return void (await cacheFirst(request, assets, () => true))
    case 'picture':
      return void (await cacheFirst(request, pictures, isPublic))
    case 'catalogue': {
      const response = await fetch(request)
      if (response.ok) await (await caches.open(catalogue)).put(keyOf(request, shop), response)
      return
    }
    case 'page':
    case 'none':
  }
}

async function networkFirst(event: FetchEvent, name: string): Promise<Response> {
  const { request } = event
  const cache = await caches.open(name)
  const key = keyOf(request, request.headers.get('bobber-shop') ?? '')
  const answer = fetch(request).then(async (response) => {
    if (response.ok) {
      await cache.put(key, response.clone())
      await trim(cache, mostAnswers)
    }
    return response
  })
  event.waitUntil(answer.catch(() => undefined))
  const seen = await cache.match(key)
  if (!seen) return answer
  return Promise.race([answer, after(patienceMs).then(() => seen.clone())]).catch(() => seen)
}

async function cacheFirst(request: Request, name: string, may: (response: Response) => boolean): Promise<Response> {
  const cache = await caches.open(name)
  const seen = await cache.match(request)
  if (seen) return seen
  const response = await fetch(request)
  if (response.ok && may(response)) {
    await cache.put(request, response.clone())
    await trim(cache, mostPictures)
  }
  return response
}

/** The oldest go first; a cache lists them in the order they came. */
async function trim(cache: Cache, most: number): Promise<void> {
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)))
}

function after(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

function isPublic(response: Response): boolean {
  return mayKeep(response.headers.get('cache-control'))
}
