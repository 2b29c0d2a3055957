/** A path in the zip or folder → the picture it became; null: it could not be read. */
export type KeptPictures = Record<string, string | null>

export type FoundPicture = { path: string; fileId: string | null }

/** A path as it is compared: forward slashes, no `./`, no case. */
export function plainPath(path: string): string {
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .toLowerCase()
}

/**
 * Finds the picture a cell names: by its whole path, else by the end of one (the table may lie deeper), else by its file name; never
 * when two fit. Undefined: no such picture came.
 */
export function pictureFinder(pictures: KeptPictures): (cell: string) => FoundPicture | undefined {
  const all = Object.entries(pictures).map(([path, fileId]) => ({ path, plain: plainPath(path), fileId }))
  const byPath = new Map(all.map((picture) => [picture.plain, picture]))
  const byName = new Map<string, typeof all>()
  for (const picture of all) {
    const name = fileName(picture.plain)
    byName.set(name, [...(byName.get(name) ?? []), picture])
  }
  return (cell) => {
    const plain = plainPath(cell)
    const exact = byPath.get(plain)
    if (exact) return exact
    const called = byName.get(fileName(plain)) ?? []
    const ending = called.filter((picture) => picture.plain.endsWith(`/${plain}`))
    const fitting = ending.length > 0 ? ending : called
    return fitting.length === 1 ? fitting[0] : undefined
  }
}

/** The last part of a plain path. */
export function fileName(plain: string): string {
  return plain.slice(plain.lastIndexOf('/') + 1)
}
