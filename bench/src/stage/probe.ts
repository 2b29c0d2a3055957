// Loaded into a server that is measured (--import): tells its resident memory after a full collection, when asked.
process.on('message', (asked) => {
  if (asked !== 'memory') return
  for (let round = 0; round < 3; round++) globalThis.gc?.()
  // Pages that were freed go back to the system a moment later.
  setTimeout(() => {
    globalThis.gc?.()
    process.send?.(process.memoryUsage.rss())
  }, 1_500)
})
// The question alone keeps no process.
process.channel?.unref()
