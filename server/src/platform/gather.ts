/**
 * Many who ask at the same time ask once: whoever comes while a question is on its way shares the next one, which begins after he came, so
 * that no answer is older than its asking. A question that fails fails for all who share it.
 */
export function gather<Key, Value>(ask: (keys: Key[]) => Promise<ReadonlyMap<Key, Value>>) {
  let next: { keys: Set<Key>; answer: Promise<ReadonlyMap<Key, Value>> } | null = null
  let before: Promise<unknown> = Promise.resolve()
  return (wanted: readonly Key[]): Promise<ReadonlyMap<Key, Value>> => {
    if (!next) {
      const keys = new Set<Key>()
      const answer = before.then(() => {
        next = null
        return ask([...keys])
      })
      before = answer.catch(() => undefined)
      next = { keys, answer }
    }
    for (const key of wanted) next.keys.add(key)
    return next.answer
  }
}
