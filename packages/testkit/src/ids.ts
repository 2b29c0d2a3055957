/** UUIDs that count up, so that a failing run reads well: the space tells who made them. */
export function countingIds(space: number): () => string {
  let count = 0
  const head = (space >>> 0).toString(16).padStart(8, '0')
  return () => `${head}-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`
}
