import { type ImportPreview, isRefusal } from '@bobber/protocol'
import type { Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import type { Bringer } from './archive.ts'
import { keepChoices, type KeptImport, readImport, withChoices } from './kept.ts'
import { knownOf } from './known.ts'
import { type SpecReader, readAll } from './readings.ts'
import { labelNumber } from '../units/labels.ts'
import { type Understood, understand } from './understand.ts'
import { rowError } from './words.ts'

const sampleRows = 50
const mostErrors = 500

/** The dry run (M4): what would happen with this mapping. What was chosen is remembered. */
export const importPreview: Handler<'import.preview'> = async (deps, asker, { importId, mapping, currency }) => {
  const kept = await readImport(deps, asker.shopId, importId)
  if (isRefusal(kept)) return kept
  const chosen = withChoices(kept, mapping, currency)
  if (isRefusal(chosen)) return chosen
  await keepChoices(deps.db, asker.shopId, importId, chosen.choices)
  return previewOf(deps, asker, chosen)
}

export async function previewOf(deps: Deps, { shopId, locale }: Bringer, kept: KeptImport): Promise<ImportPreview> {
  const known = await knownOf({ db: deps.db, shopId, now: deps.clock.now() }, kept)
  const { rows, errors, askCurrency, pictureIds, missingPictures } = understand(kept.table, kept.choices, known)
  const read = await readAll(rows.map(({ state }) => state))
  const figures = { understood: 0, total: 0 }
  for (const { state } of rows) {
    const { understood, total } = read(state).figures
    figures.understood += understood
    figures.total += total
  }
  const updates = rows.filter((row) => row.kept !== null).length
  return {
    importId: kept.importId,
    fileName: kept.fileName,
    encoding: kept.encoding,
    headers: kept.table.headers,
    mapping: kept.choices.mapping,
    rows: kept.table.rows.length,
    creates: rows.length - updates,
    updates,
    pictures: pictureIds.length,
    missingPictures,
    errors: errors.slice(0, mostErrors).map((error) => rowError(error, locale)),
    askCurrency,
    figures,
    codes: {
      kept: rows.flatMap(({ keptCodes }) => keptCodes).length,
      labels: rows.flatMap(({ state, unitCodes }) => unitCodes.filter((code) => labelNumber(state.sku, code) !== null)).length,
    },
    sample: rows.slice(0, sampleRows).map((row) => sampleOf(row, read)),
  }
}

function sampleOf({ line, state, kept, quantity, tracking }: Understood, read: SpecReader): ImportPreview['sample'][number] {
  const { specs, notUnderstood } = read(state)
  const { sku, label, name, category, dayRent, price, deposit } = state
  return {
    line,
    sku,
    label,
    name,
    category,
    dayRent,
    price,
    deposit,
    quantity: quantity ?? 0,
    tracking,
    specs: [...specs],
    notUnderstood: [...notUnderstood],
    action: kept ? 'update' : 'create',
  }
}
