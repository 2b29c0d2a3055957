import { pictureEdges, type Refusal, refuse } from '@bobber/protocol'
import type Sharp from 'sharp'
import { pictureKind } from './recognise.ts'

/** A 109 kB PNG can claim 900 megapixels; phones take up to 200, which nobody needs to see here. */
const mostPixels = 40_000_000

export interface Shrunk {
  width: number
  height: number
  /** WebP bytes by longest side */
  edges: Map<number, Buffer>
}

let loaded: Promise<typeof Sharp> | undefined

/** The native library comes with the first picture, not at the start; it reads three formats and nothing else (F2). */
function sharp(): Promise<typeof Sharp> {
  loaded ??= import('sharp').then(({ default: library }) => {
    library.block({ operation: ['VipsForeignLoad'] })
    const readers = ['Jpeg', 'Png', 'Webp'].map((format) => `VipsForeignLoad${format}Buffer`)
    library.unblock({ operation: readers })
    library.cache(false)
    library.concurrency(1)
    return library
  })
  return loaded
}

/** The picture upright, in every size, as WebP without EXIF and place (F3); never enlarged. */
export async function shrink(bytes: Buffer): Promise<Shrunk | Refusal> {
  if (!pictureKind(bytes)) return refuse('fileType')
  const library = await sharp()
  try {
    const upright = library(bytes, { limitInputPixels: mostPixels, failOn: 'error', animated: false }).autoOrient()
    const { autoOrient } = await upright.metadata()
    const edges = new Map<number, Buffer>()
    for (const edge of pictureEdges) {
      const sized = upright.clone().resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
      edges.set(edge, await sized.webp({ quality: 80, effort: 4 }).toBuffer())
    }
    return { width: autoOrient.width, height: autoOrient.height, edges }
  } catch {
    return refuse('fileBroken')
  }
}
