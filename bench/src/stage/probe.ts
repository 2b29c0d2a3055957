/** A collection that compacts all and gives back what it can: what stays then is held, and no matter of when pages were last given back. */
const whole = { type: 'major', execution: 'sync', flavor: 'last-resort' } as const

// Loaded into a server that is measured (--import): tells its memory after such a collection, when asked.
process.on('message', (asked) => {
  if (asked !== 'memory') return
  for (let round = 0; round < 3; round++) globalThis.gc?.(whole)
  // Pages that were freed go back to the system a moment later.
  setTimeout(() => {
    globalThis.gc?.(whole)
    const { rss, heapUsed, external } = process.memoryUsage()
    process.send?.({ resident: rss, inUse: heapUsed + external })
  }, 1_500)
})
// The question alone keeps no process.
process.channel?.unref()
