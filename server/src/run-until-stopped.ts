import { isatty } from 'node:tty'
import { OptionWrong } from './config.ts'
import { CannotStart } from './platform/cannot-start.ts'
import type { Releases } from './release.ts'

const impatientAfterMs = 500

/**
 * Runs `start`, then waits for Ctrl-C or SIGTERM, then releases everything. What keeps it from starting is told as message and remedy,
 * without a stack. A second Ctrl-C doesn't wait.
 */
export async function runUntilStopped(start: () => Promise<unknown>, releases: Releases): Promise<void> {
  let stopping: Promise<void> | undefined
  const stop = (code: number): Promise<void> => {
    stopping ??= releases.releaseAll().then((failed) => {
      for (const { name, fault } of failed) tell(`${name}: ${fault instanceof Error ? fault.message : String(fault)}`)
      process.exit(failed.length > 0 && code === 0 ? 1 : code)
    })
    return stopping
  }
  let askedAt = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal that is closed takes its server along. Without one this is somebody logging out (nohup npm start &), who wants it to
      // go on; Node forgets that SIGHUP was to be ignored, so it is ignored here.
      if (signal === 'SIGHUP' && !isatty(0) && !isatty(1)) return
      // A terminal's Ctrl-C comes twice at once, npm passes on what the whole group got already; and when npm has ended, its end is
      // told as a SIGTERM (tools/ready/with-parent.mjs). Neither is impatience: only a later Ctrl-C cuts the shutdown off.
      if (!stopping) askedAt = performance.now()
      else if (signal === 'SIGINT' && performance.now() - askedAt > impatientAfterMs) process.exit(130)
      void stop(0)
    })
  }
  try {
    await start()
  } catch (fault) {
    if (stopping) return stopping // the stop itself cut the start off
    if (fault instanceof CannotStart || fault instanceof OptionWrong) tell(`${fault.message}\n${fault.remedy}`)
    else tell(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault))
    await stop(1)
  }
  return undefined
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
