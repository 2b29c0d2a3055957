import { useEffect } from 'react'

const handsOn = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const

/**
 * Brings the part named in the address to the top, and keeps it there while the parts above it still get their answers and grow: they
 * pushed it out of sight again. Whoever touches the page is left alone from then on.
 */
export function useShownPart(id: string): void {
  useEffect(() => {
    const part = document.getElementById(id)
    const main = document.getElementById('main')
    if (!part || !main?.firstElementChild) return undefined
    const grown = new ResizeObserver(() => part.scrollIntoView({ block: 'start' }))
    const stop = () => grown.disconnect()
    grown.observe(main.firstElementChild)
    for (const kind of handsOn) addEventListener(kind, stop, { once: true, passive: true })
    return () => {
      stop()
      for (const kind of handsOn) removeEventListener(kind, stop)
    }
  }, [id])
}
