import { type Locale, refuse, type Refusal } from '@bobber/protocol'
import { decode } from './decode.ts'

/** What came: a table, and pictures that are unpacked one at a time. */
export interface Parcel {
  tableName: string
  table: Uint8Array
  pictures: { path: string; read: () => Promise<Buffer> }[]
}

/** Who brings a parcel in; personId null: the command line. */
export interface Bringer {
  shopId: string
  personId: string | null
  locale: Locale
}

export const limits = { entries: 5_000, unpacked: 500_000_000, picture: 20_000_000, table: 20_000_000 } as const

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05)
}

interface Listed {
  raw: string
  path: string
  size: number
}

/**
 * Looks into a zip. Its paths are only names to compare: nothing is ever written under them (M8). Sizes are those the directory declares;
 * unpacking stops there, so a bomb that lies yields a broken picture. `beside`: a table that came outside of it. Refusals: `malformed`, `tooLarge`.
 */
export async function openZip(bytes: Uint8Array, beside?: Pick<Parcel, 'tableName' | 'table'>): Promise<Parcel | Refusal> {
  const { unzipSync } = await import('fflate')
  const listed: Listed[] = []
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        listed.push({ raw: name, path: pathOf(name), size: originalSize })
        return false
      },
    })
  } catch {
    return refuse('malformed', { detail: 'ZIP' })
  }
  if (listed.length > limits.entries) return refuse('tooLarge', { limit: limits.entries })
  if (listed.reduce((sum, { size }) => sum + size, 0) > limits.unpacked) return refuse('tooLarge', { limit: `${limits.unpacked / 1e6} MB` })
  const read = (entry: Listed): Uint8Array =>
    unzipSync(bytes, { filter: ({ name, originalSize }) => name === entry.raw && originalSize === entry.size })[entry.raw] ??
    new Uint8Array()
  const useful = listed.filter(({ path }) => !/(^|\/)(\.\.?|__macosx|\.[^/]*)(\/|$)/i.test(path) && !path.startsWith('/'))
  const pictures = useful.filter(isPicture).map((entry) => ({
    path: entry.path,
    // A broken or overlong one is told about in its row, like any other picture that can't be read.
    read: () => Promise.resolve(entry.size > limits.picture ? Buffer.alloc(0) : Buffer.from(read(entry))),
  }))
  if (beside) return { ...beside, pictures }
  const table = tableOf(useful)
  if (!table) return refuse('malformed', { detail: 'ZIP: .csv' })
  if (table.size > limits.table) return refuse('tooLarge', { limit: `${limits.table / 1e6} MB` })
  try {
    return { tableName: table.path, table: read(table), pictures }
  } catch {
    return refuse('malformed', { detail: `ZIP: ${table.path}` })
  }
}

/** Called a picture, of whatever kind: one that can't be taken is told about in the row that names it, and so is a clip. */
export function isPicture({ path }: { path: string }): boolean {
  return /\.(?:jpe?g|png|webp|gif|svg|heic|bmp|tiff?|mp4|mov|m4v|webm)$/i.test(path)
}

/** The table: of several the one that lies highest, then the first by name. */
function tableOf(entries: readonly Listed[]): Listed | undefined {
  const depth = ({ path }: Listed): number => path.split('/').length
  return entries
    .filter(({ path }) => /\.(?:csv|tsv|txt)$/i.test(path))
    .toSorted((one, other) => depth(one) - depth(other) || (one.path < other.path ? -1 : 1))[0]
}

/** Names without the UTF-8 mark come one byte a character: Windows in China writes them in GB18030, others in UTF-8 all the same. */
function pathOf(raw: string): string {
  const codes = Array.from(raw, (sign) => sign.codePointAt(0) ?? 0)
  const isBytes = codes.some((code) => code > 0x7f) && codes.every((code) => code <= 0xff)
  const path = (isBytes && decode(Buffer.from(raw, 'latin1'))?.text) || raw
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
}
