import type { Picture as Kept } from '@bobber/protocol'
import { clipLength } from '@bobber/protocol'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Clip } from '../parts/clip.tsx'
import { Icon } from '../parts/icon.tsx'
import { Picture } from '../parts/picture.tsx'
import { PlayMark } from '../parts/play-mark.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useStorefront } from '../storefront.ts'

/** Pictures side by side: swiped by finger, stepped by the dots or the arrow keys, tapped to see one whole or to play its clip. */
export function Gallery({ pictures, name }: { pictures: readonly Kept[]; name: string }) {
  const { t } = useStorefront()
  const strip = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const [whole, setWhole] = useState<Kept | null>(null)
  const many = pictures.length > 1
  const stepTo = (index: number): void => {
    const element = strip.current
    element?.scrollTo({ left: index * element.clientWidth, behavior: 'smooth' })
  }
  useEffect(() => {
    const element = strip.current
    if (!element) return
    const moved = (): void => setAt(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)))
    element.addEventListener('scroll', moved, { passive: true })
    return () => element.removeEventListener('scroll', moved)
  }, [])
  const sizes = '(min-width: 900px) 520px, 100vw'
  const nameOf = ({ seconds }: Kept, nth: number): string =>
    seconds === undefined ? t.pictureOf(nth, pictures.length) : t.clipOf(nth, pictures.length, clipLength(seconds))
  return (
    <section class="gallery" aria-label={t.pictures}>
      <div class="gallery-strip" ref={strip}>
        {pictures.length === 0 && <Picture of={null} alt={t.noPicture} sizes={sizes} />}
        {pictures.map((picture, index) => (
          <button
            key={picture.fileId}
            type="button"
            class="gallery-picture"
            aria-label={`${name}: ${nameOf(picture, index + 1)}`}
            onClick={() => setWhole(picture)}
          >
            <Picture of={picture} alt="" sizes={sizes} eager={index === 0} />
            <PlayMark of={picture} />
          </button>
        ))}
      </div>
      {many && (
        <div class="gallery-steps">
          <button
            type="button"
            class="icon-button"
            disabled={at === 0}
            aria-label={t.pictureOf(at, pictures.length)}
            onClick={() => stepTo(at - 1)}
          >
            <Icon name="back" />
          </button>
          <span role="status">
            {at + 1} / {pictures.length}
          </span>
          <button
            type="button"
            class="icon-button"
            disabled={at === pictures.length - 1}
            aria-label={t.pictureOf(at + 2, pictures.length)}
            onClick={() => stepTo(at + 1)}
          >
            <Icon name="next" />
          </button>
        </div>
      )}
      {whole && <WholePicture picture={whole} name={name} close={() => setWhole(null)} />}
    </section>
  )
}

/** One picture as large as the screen, or its clip; the browser's own pinch does the rest. */
export function WholePicture({ picture, name, close }: { picture: Kept; name: string; close: () => void }) {
  return (
    <Sheet title={name} close={close}>
      <div class="whole-picture">
        {picture.seconds === undefined ? <Picture of={picture} alt={name} sizes="100vw" eager /> : <Clip of={picture} name={name} />}
      </div>
    </Sheet>
  )
}
