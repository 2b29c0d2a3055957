import { type ImportPreview, isRefusal, refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { addPicture } from '../../files/index.ts'
import { type Bringer, isZip, limits, openZip, type Parcel } from './archive.ts'
import { readList } from './cells.ts'
import { decode } from './decode.ts'
import { type KeptImport, readImport, tablePlace } from './kept.ts'
import { fileName, type KeptPictures, plainPath } from './pictures.ts'
import { previewOf } from './preview.ts'
import { readTable, type Table } from './table.ts'

/** Takes a CSV, or a zip of a CSV and pictures, and previews it. Nothing of the catalogue changes. */
export const importAdd: Handler<'import.add'> = async (deps, asker, { name }, { file }): Promise<ImportPreview | Refusal> => {
  if (!file || file.length === 0) return refuse('malformed', { detail: 'body' })
  const parcel = isZip(file) ? await openZip(file) : { tableName: name ?? 'catalogue.csv', table: file, pictures: [] }
  if (isRefusal(parcel)) return parcel
  const kept = await addParcel(deps, asker, name === undefined ? parcel : { ...parcel, tableName: name })
  return isRefusal(kept) ? kept : previewOf(deps, asker, kept)
}

/** Keeps a parcel as an import that isn't committed: its table as text, its pictures stored and shown to nobody yet. */
export async function addParcel(deps: Deps, { shopId, personId }: Bringer, parcel: Parcel, sample = false): Promise<KeptImport | Refusal> {
  if (parcel.table.length > limits.table) return refuse('tooLarge', { limit: `${limits.table / 1e6} MB` })
  const decoded = decode(parcel.table)
  if (!decoded) return refuse('malformed', { detail: 'CSV' })
  const table = await readTable(decoded.text)
  if (isRefusal(table)) return table
  const pictures = await storePictures(deps, shopId, personId, namedIn(table, parcel.pictures))
  const importId = deps.newId()
  const sealed = (await deps.vault.shop(shopId)).seal(decoded.text, tablePlace(shopId, importId))
  await sql`
    insert into import (shop_id, import_id, file_name, encoding, content, pictures, sample, added_at, added_by)
    values (${shopId}, ${importId}, ${parcel.tableName.slice(0, 200)}, ${decoded.encoding}, ${sealed}, ${JSON.stringify(pictures)},
            ${sample}, ${new Date(deps.clock.now())}, ${personId})
  `.execute(deps.db)
  return readImport(deps, shopId, importId)
}

/** The pictures that some cell may mean, whichever column is the pictures': the rest of a folder is nobody's business. */
function namedIn({ rows }: Table, pictures: Parcel['pictures']): Parcel['pictures'] {
  const cells = rows.flatMap(({ cells: row }) => Object.values(row))
  const names = new Set(cells.flatMap(readList).map((name) => fileName(plainPath(name))))
  return pictures.filter(({ path }) => names.has(fileName(plainPath(path))))
}

/** Two at a time: unpacking and shrinking is work for the processor, and the shop goes on serving meanwhile. */
async function storePictures(deps: Deps, shopId: string, personId: string | null, pictures: Parcel['pictures']): Promise<KeptPictures> {
  const kept: KeptPictures = {}
  const waiting = pictures.values()
  const worker = async (): Promise<void> => {
    for (const { path, read } of waiting) {
      const bytes = await read().catch(() => Buffer.alloc(0)) // unreadable in its archive: broken, as any other
      const stored = await addPicture(deps, shopId, bytes, personId)
      kept[path] = isRefusal(stored) ? null : stored.fileId
    }
  }
  await Promise.all([worker(), worker()])
  return kept
}
