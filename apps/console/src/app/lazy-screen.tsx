import { type ComponentType, type FunctionComponent, useCallback, useEffect, useState } from 'react'
import type { Problem } from '../data/problem.ts'
import { mayReload, scriptOf } from '../data/script.ts'
import { Trouble, Waiting } from '../parts/states.tsx'

const tryAgainEveryMs = 3000
const parts: (() => Promise<unknown>)[] = []

/**
 * A screen or dialog whose script is fetched when it is needed first, or ahead. The router's own reloads the page when that fails: with
 * the server gone there is no page to come back to, and what was on it is lost. This one says so in its place and tries again by itself;
 * a dialog has no place, and opens as soon as it can.
 */
export function lazyScreen<Props extends object = object>(
  load: () => Promise<ComponentType<Props>>,
  { dialog = false } = {},
): FunctionComponent<Props> & { preload: () => Promise<void> } {
  const script = scriptOf(load)
  const preload = () =>
    script.fetch().then(
      () => undefined,
      () => undefined,
    )
  parts.push(preload)
  function LazyScreen(props: Props) {
    const [Screen, setScreen] = useState(() => script.here())
    const [problem, setProblem] = useState<Problem | null>(null)
    const again = useCallback(async () => {
      try {
        const found = await script.fetch()
        setScreen(() => found)
      } catch {
        // What stands beside a dialog, half filled in, is not lost for it.
        if (dialog) return
        const answers = await isThere()
        if (answers && mayReload(sessionStorage, Date.now())) location.reload()
        else setProblem(answers ? { kind: 'fault', code: null } : { kind: 'offline' })
      }
    }, [])
    const missing = Screen === undefined
    useEffect(() => {
      if (!missing) return undefined
      void again()
      const timer = setInterval(() => void again(), tryAgainEveryMs)
      return () => clearInterval(timer)
    }, [missing, again])
    if (Screen) return <Screen {...props} />
    if (dialog) return null
    return problem ? <Trouble problem={problem} again={() => void again()} /> : <Waiting />
  }
  return Object.assign(LazyScreen, { preload })
}

/** A server that answers but lacks the script has a newer console; and some browsers never ask again for one that failed. */
function isThere(): Promise<boolean> {
  return fetch('/console/', { cache: 'no-store' }).then(
    (response) => response.ok,
    () => false,
  )
}

/** All screens, one after the other, so that they are there when the connection is not. */
export async function fetchAhead(): Promise<void> {
  for (const part of parts) await part()
}
