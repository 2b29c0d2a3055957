/** A part of the memory, and how many bytes may lie in it at once. */
export interface Share {
  key: string
  most: number
}

/** Counts the bytes that lie in memory until somebody is done with them. */
export interface Room {
  /** Takes the bytes out of every share, and answers how to give them back; undefined, and nothing taken: one has too little left. */
  take(shares: readonly Share[], bytes: number): (() => void) | undefined
}

export function createRoom(): Room {
  const lying = new Map<string, number>()
  const add = (key: string, bytes: number): void => {
    const left = (lying.get(key) ?? 0) + bytes
    if (left > 0) lying.set(key, left)
    else lying.delete(key)
  }
  return {
    take(shares, bytes) {
      if (shares.some(({ key, most }) => (lying.get(key) ?? 0) + bytes > most)) return undefined
      for (const { key } of shares) add(key, bytes)
      let given = false
      return () => {
        if (given) return
        given = true
        for (const { key } of shares) add(key, -bytes)
      }
    },
  }
}
