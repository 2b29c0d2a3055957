// Loaded into a server that is measured (--import): tells its memory after a full collection, when asked.
process.on('message', (asked) => {
  if (asked !== 'memory') return
  for (let round = 0; round < 3; round++) globalThis.gc?.()
  // Pages that were freed go back to the system a moment later.
  setTimeout(() => {
    globalThis.gc?.()
    const { rss, heapUsed, external } = process.memoryUsage()
    process.send?.({ resident: rss, inUse: heapUsed + external })
  }, 1_500)
})
// The question alone keeps no process.
process.channel?.unref()
