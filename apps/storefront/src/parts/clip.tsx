import type { Picture } from '@bobber/protocol'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { clipAddress, pictureAddress } from '../words.ts'

/**
 * A clip with the browser's own controls. Nothing of it was loaded before; now that it was tapped it plays, unless the device asks for less
 * motion (C15).
 */
export function Clip({ of, name }: { of: Picture; name: string }) {
  const player = useRef<HTMLVideoElement>(null)
  useLayoutEffect(() => {
    // Still within the tap: later, an iPhone plays nothing that has sound. Where it isn't let all the same, its own button is there.
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) player.current?.play().catch(() => undefined)
  }, [])
  return (
    <video
      ref={player}
      controls
      playsInline
      preload="none"
      src={clipAddress(of.fileId)}
      poster={pictureAddress(of.fileId, 1440)}
      width={of.width}
      height={of.height}
      aria-label={name}
    />
  )
}
