/**
 * Small things this device keeps. A browser may refuse storage (private windows, full disks): then they
 * last as long as the page, and nothing else changes.
 */
const fallback = new Map<string, string>()

/** Before every name: what one shop's page keeps is none of another's, though they share an address. */
let room = ''
/** How somebody likes the page is the device's, whichever shop it shows. */
const ofDevice = new Set(['settings'])

/** Which shop's page this is (undefined: the default one's); said once, before anything is kept. */
export function keepFor(slug: string | undefined): void {
  room = slug === undefined ? '' : `s/${slug}/`
}

/** What was kept under `name`, if `read` still understands it; else `otherwise`. */
export function keptOr<T>(name: string, read: (value: unknown) => T | undefined, otherwise: T): T {
  const text = stored(name)
  if (text === null) return otherwise
  try {
    return read(JSON.parse(text)) ?? otherwise
  } catch {
    return otherwise
  }
}

export function keep(name: string, value: unknown): void {
  const text = JSON.stringify(value)
  fallback.set(placeOf(name), text)
  try {
    localStorage.setItem(placeOf(name), text)
  } catch {
    // Refused: `fallback` holds it.
  }
}

/** Everything kept under a name that begins with `prefix` goes. */
function forget(prefix: string): void {
  const places = placeOf(prefix)
  for (const place of fallback.keys()) if (place.startsWith(places)) fallback.delete(place)
  try {
    for (const place of Object.keys(localStorage)) if (place.startsWith(places)) localStorage.removeItem(place)
  } catch {
    // Refused: there was nothing to remove.
  }
}

/** What somebody leaves here without knowing it; the heads of what was confirmed are evidence, and hold no words (C12). */
export function forgetPerson(): void {
  for (const name of ['talk-draft', 'draft', 'me']) forget(name)
}

function placeOf(name: string): string {
  return `bobber-${ofDevice.has(name) ? '' : room}${name}`
}

function stored(name: string): string | null {
  const place = placeOf(name)
  try {
    return localStorage.getItem(place) ?? fallback.get(place) ?? null
  } catch {
    return fallback.get(place) ?? null
  }
}
