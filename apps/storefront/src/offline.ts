/**
 * Starts the service worker (sw/sw.ts), and on the very first visit names to it what was loaded before it could see it, so that
 * a shop seen once opens without a network. Plain http on a LAN address has no service workers: then everything else still works.
 */
export async function startWorker(shop: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const known = navigator.serviceWorker.controller !== null
  await navigator.serviceWorker.register('/sw.js')
  if (known) return
  const { active } = await navigator.serviceWorker.ready
  const post = active?.postMessage.bind(active)
  const tell = (urls: string[]): void => post?.({ seen: urls, shop })
  tell(performance.getEntriesByType('resource').map(({ name }) => name))
  const loading = new PerformanceObserver((list) => tell(list.getEntries().map(({ name }) => name)))
  loading.observe({ type: 'resource' })
  // From then on the worker sees for itself.
  navigator.serviceWorker.addEventListener('controllerchange', () => loading.disconnect(), { once: true })
}
