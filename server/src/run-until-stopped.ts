import { isatty } from 'node:tty'
import { OptionWrong } from './config.ts'
import { CannotStart } from './platform/cannot-start.ts'
import type { Releases } from './release.ts'

const impatientAfterMs = 500

/**
 * Runs `start`, then waits for Ctrl-C or SIGTERM, then releases everything. What keeps it from starting is told as message and remedy,
 * without a stack. A second Ctrl-C doesn't wait. A fault that nobody caught leaves nobody knows what behind: it is told with its causes, and
 * everything is released as after a signal, with exit code 1.
 */
export async function runUntilStopped(start: () => Promise<unknown>, releases: Releases): Promise<void> {
  let stopping: Promise<void> | undefined
  let worst = 0
  const stop = (code: number): Promise<void> => {
    worst = Math.max(worst, code)
    stopping ??= releases.releaseAll().then((failed) => {
      for (const { name, fault } of failed) tell(`${name}: ${fault instanceof Error ? fault.message : String(fault)}`)
      process.exit(failed.length > 0 ? Math.max(worst, 1) : worst)
    })
    return stopping
  }
  // Rejections that nobody handles come here too.
  process.on('uncaughtException', (fault: unknown) => {
    tell(storyOf(fault))
    void stop(1)
  })
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
    if (fault instanceof CannotStart) tell(fault.told())
    else if (fault instanceof OptionWrong) tell(`选项写得不对，请照下面改：\n${fault.message}\n${fault.remedy}`)
    else tell(storyOf(fault))
    await stop(1)
  }
  return undefined
}

/** Stacks alone: what else a database's error holds may quote rows. */
function storyOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const story = fault.stack ?? fault.message
  return fault.cause === undefined ? story : `${story}\ncaused by: ${storyOf(fault.cause)}`
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
