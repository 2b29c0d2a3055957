/** `/s/<slug>/` is another shop's page; `/` the default one's, which needs no name: undefined. */
export function slugOf(pathname: string): string | undefined {
  const part = /^\/s\/([^/]+)/.exec(pathname)?.[1]
  if (part === undefined) return undefined
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
