import type { Picture } from '@bobber/protocol'
import { clipLength } from '@bobber/protocol'
import { Icon } from './icon.tsx'

/** On a poster: that it plays, and how long. What it is drawn on says so in words. */
export function PlayMark({ of }: { of: Picture | null }) {
  if (of?.seconds === undefined) return null
  return (
    <span class="play-mark" aria-hidden="true">
      <Icon name="play" />
      {clipLength(of.seconds)}
    </span>
  )
}
