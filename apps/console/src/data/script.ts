const place = 'bobber-reloaded'
/** One reload brings the scripts of a newer console; that a second one would help so soon after is not believed. */
const reloadAgainAfterMs = 60_000

/** A part of the page whose script comes later. */
export interface Script<Part> {
  /** undefined: not fetched yet */
  here: () => Part | undefined
  /** Asked by several at once it is fetched once; one that didn't come is fetched anew the next time. */
  fetch: () => Promise<Part>
}

export function scriptOf<Part>(load: () => Promise<Part>): Script<Part> {
  let part: Part | undefined
  let coming: Promise<Part> | undefined
  const fetch = async (): Promise<Part> => {
    coming ??= load()
    try {
      part = await coming
      return part
    } catch (cause) {
      coming = undefined
      throw cause
    }
  }
  return { here: () => part, fetch }
}

/** Whether the page may begin anew for a script that doesn't come although the server answers; asking counts as doing it. */
export function mayReload(memory: Pick<Storage, 'getItem' | 'setItem'>, now: number): boolean {
  const last = Number(memory.getItem(place) ?? -Infinity)
  if (now - last < reloadAgainAfterMs) return false
  memory.setItem(place, String(now))
  return true
}
