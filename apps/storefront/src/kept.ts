/**
 * Small things this device keeps. A browser may refuse storage (private windows, full disks): then they
 * last as long as the page, and nothing else changes.
 */
const fallback = new Map<string, string>()

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
  fallback.set(name, text)
  try {
    localStorage.setItem(`bobber-${name}`, text)
  } catch {
    // Refused: `fallback` holds it.
  }
}

/** Everything kept under a name that begins with `prefix` goes, e.g. when somebody signs out. */
export function forget(prefix: string): void {
  for (const name of fallback.keys()) if (name.startsWith(prefix)) fallback.delete(name)
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(`bobber-${prefix}`)) localStorage.removeItem(name)
  } catch {
    // Refused: there was nothing to remove.
  }
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(`bobber-${name}`) ?? fallback.get(name) ?? null
  } catch {
    return fallback.get(name) ?? null
  }
}
