import type { Picture as Kept } from '@bobber/protocol'
import { pictureEdges } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { pictureAddress } from '../words.ts'

interface Props {
  /** null: there is none, a quiet placeholder stands in */
  readonly of: Kept | null
  readonly alt: string
  /** how wide it is drawn, as an `img`'s `sizes` says it */
  readonly sizes: string
  readonly eager?: boolean
}

/** A kept picture in the size the screen needs; one that doesn't load becomes the placeholder, not a torn icon. */
export function Picture({ of, alt, sizes, eager = false }: Props) {
  const [torn, setTorn] = useState(false)
  const [seen, setSeen] = useState(false)
  if (!of || torn) return <span class="picture picture-none" {...(alt ? { role: 'img', 'aria-label': alt } : { 'aria-hidden': true })} />
  const longest = Math.max(of.width, of.height)
  const widthAt = (edge: number): number => Math.max(1, Math.round((of.width / longest) * Math.min(edge, longest)))
  return (
    <img
      class={seen ? 'picture seen' : 'picture'}
      src={pictureAddress(of.fileId, 360)}
      srcset={pictureEdges.map((edge) => `${pictureAddress(of.fileId, edge)} ${widthAt(edge)}w`).join(', ')}
      sizes={sizes}
      width={of.width}
      height={of.height}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      alt={alt}
      onLoad={() => setSeen(true)}
      onError={() => setTorn(true)}
    />
  )
}
