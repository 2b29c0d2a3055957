import { fileURLToPath } from 'node:url'
import { type ImportPreview, isRefusal, type Locale, type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Asker, Deps } from '../../../platform/deps.ts'
import { addParcel } from './add.ts'
import type { CurrencyChoice } from './cells.ts'
import { type Committed, commitImport, readBefore } from './commit.ts'
import { openFolder } from './folder.ts'
import type { Mapping } from './headers.ts'
import { keepChoices, withChoices } from './kept.ts'
import { previewOf } from './preview.ts'
import { undoImport } from './undo.ts'

export interface FolderImport {
  shopId: string
  /** a CSV, or a zip of one with its pictures */
  csvPath: string
  /** folder or zip of pictures; null: none */
  picturesPath: string | null
  /** header → column, where it shall be other than suggested */
  mapping?: Mapping
  /** for prices that aren't in yuan: a rate, or null to leave them out */
  currency?: CurrencyChoice
  dryRun: boolean
  locale: Locale
}

/**
 * The command line's import (M9): the same preview and commit as the console's. `committed` is null after a dry run, and when rows have
 * errors or a currency has to be decided, which the preview tells. Refusals: those of the table and the pictures.
 */
export async function importFromFolder(
  deps: Deps,
  asked: FolderImport,
): Promise<{ preview: ImportPreview; committed: Committed | null } | Refusal> {
  const { shopId, locale } = asked
  const bringer = { shopId, personId: null, locale }
  const parcel = await openFolder(asked.csvPath, asked.picturesPath)
  if (isRefusal(parcel)) return parcel
  const added = await addParcel(deps, bringer, parcel)
  if (isRefusal(added)) return added
  const kept = withChoices(added, overridden(added.choices.mapping, asked.mapping ?? {}), asked.currency)
  if (isRefusal(kept)) return kept
  await keepChoices(deps.db, shopId, kept.importId, kept.choices)
  const preview = await previewOf(deps, bringer, kept)
  if (asked.dryRun || preview.errors.length > 0 || preview.askCurrency !== null) return { preview, committed: null }
  const read = await readBefore(deps, shopId, kept)
  const committed = await deps.log.transact(shopId, (tx) => commitImport(tx, kept, null, read))
  return isRefusal(committed) ? committed : { preview, committed }
}

/** The suggestion with some of its headers meant otherwise; a column that is given anew leaves the header it was suggested for. */
function overridden(suggested: Mapping, own: Mapping): Mapping {
  const taken = new Set(Object.values(own))
  const rest = Object.entries(suggested).map(([header, column]): [string, Mapping[string]] => [header, taken.has(column) ? null : column])
  return { ...Object.fromEntries(rest), ...own }
}

const sampleFolder = fileURLToPath(new URL('../../../../../samples/tackle-shop', import.meta.url))

/** Puts the project's own sample catalogue in; answers how many products it has. Refusal `conflict`: it is in already. */
export async function addSample(deps: Deps, asker: Asker): Promise<number | Refusal> {
  const { shopId, personId, locale } = asker
  if ((await samplesIn(deps, shopId)).length > 0) return refuse('conflict')
  const parcel = await openFolder(`${sampleFolder}/catalogue.csv`, sampleFolder)
  if (isRefusal(parcel)) return parcel
  const kept = await addParcel(deps, { shopId, personId, locale }, parcel, true)
  if (isRefusal(kept)) return kept
  const read = await readBefore(deps, shopId, kept)
  const committed = await deps.log.transact(shopId, (tx) => commitImport(tx, kept, personId, read))
  return isRefusal(committed) ? committed : committed.products
}

/** Takes all of the sample out again, or none: refusal `importUndoClaimed` names the order that holds something of it. */
export async function removeSample(deps: Deps, { shopId, personId }: Asker): Promise<Refusal | undefined> {
  const importIds = await samplesIn(deps, shopId)
  const answer = await deps.log.transact(shopId, async (tx): Promise<null | Refusal> => {
    for (const importId of importIds) {
      const undone = await undoImport(tx, importId, personId, { evenChanged: true })
      if (isRefusal(undone)) return undone
      if (undone.refused[0]) return undone.refused[0].why
    }
    return null
  })
  return answer ?? undefined
}

async function samplesIn(deps: Deps, shopId: string): Promise<string[]> {
  const { rows } = await sql<{ import_id: string }>`
    select import_id from import where shop_id = ${shopId} and sample and state = 'committed'
  `.execute(deps.db)
  return rows.map(({ import_id }) => import_id)
}
