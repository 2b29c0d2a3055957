import { isatty } from 'node:tty'

/** Calls back once the process that started this one has gone, but not when a logout took it along (nohup npm start &). */
export function whenOrphaned(then) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    then()
  }, 500)
  watch.unref()
  // The parent goes by the same signal. With a terminal it means the end of all of it, as it always does.
  if (!isatty(0) && !isatty(1)) process.on('SIGHUP', () => clearInterval(watch))
}
