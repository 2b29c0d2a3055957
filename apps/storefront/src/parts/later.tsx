import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Broken } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

interface Part<P> {
  /** the component, once `load` brought it */
  ready: ComponentType<P> | null
  load: () => Promise<void>
}

/** A screen that isn't part of the first load. `load` may be called ahead, when there is time. */
export function later<P>(bring: () => Promise<ComponentType<P>>): Part<P> {
  let bringing: Promise<void> | null = null
  const part: Part<P> = {
    ready: null,
    load() {
      bringing ??= bring().then(
        (component) => void (part.ready = component),
        (cause: unknown) => {
          bringing = null
          throw new Error('a part of the page could not be loaded', { cause })
        },
      )
      return bringing
    },
  }
  return part
}

/** Shows a later part, its outline until it is there, and a way to try again when it doesn't come. */
export function Later<P extends object>({ part, props }: { part: Part<P>; props: P }) {
  const [state, setState] = useState<'waiting' | 'there' | 'broken'>(part.ready ? 'there' : 'waiting')
  useEffect(() => {
    if (state !== 'waiting') return
    let left = false
    const turn = (to: 'there' | 'broken') => (): void => {
      if (!left) setState(to)
    }
    part.load().then(turn('there'), turn('broken'))
    return () => {
      left = true
    }
  }, [part, state])
  // Parts of an older page are gone once the shop has a newer one: a reload brings that, and without a network the kept one.
  if (state === 'broken') return <Broken again={() => location.reload()} under />
  const Ready = part.ready
  return Ready ? <Ready {...props} /> : <Skeleton shape="card" />
}
