import type { ImportView } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { personNames } from '../../people/index.ts'
import { epoch } from '../sql-time.ts'
import { readImport } from './kept.ts'
import { knownOf } from './known.ts'
import { understand } from './understand.ts'
import { rowError } from './words.ts'

interface Row {
  importId: string
  fileName: string
  state: ImportView['state']
  products: number
  units: number
  at: number
  addedBy: string | null
}

/** The shop's last imports, newest first. */
export const importList: Handler<'import.list'> = async (deps, { shopId }) => {
  const { rows } = await sql<Row>`
    select i.import_id as "importId", i.file_name as "fileName",
           case when i.state = 'committed' and exists (
             select from import_line l where l.shop_id = i.shop_id and l.import_id = i.import_id and l.undone_at is not null
           ) then 'partlyUndone' else i.state end as state, ${epoch(sql`i.added_at`)} as at, i.added_by as "addedBy",
           (select count(distinct l.product_id)::int from import_line l
            where l.shop_id = i.shop_id and l.import_id = i.import_id and l.undone_at is null) as products,
           (select count(*)::int from unit u
            where u.shop_id = i.shop_id and u.import_id = i.import_id and u.retired_at is null) as units
    from import i where i.shop_id = ${shopId} order by i.added_at desc, i.import_id desc limit 50
  `.execute(deps.db)
  const vault = await deps.vault.shop(shopId)
  const names = await personNames(
    deps.db,
    vault,
    shopId,
    rows.flatMap(({ addedBy }) => addedBy ?? []),
  )
  return {
    imports: rows.map(({ addedBy, ...row }) => ({
      ...row,
      byName: (addedBy !== null && names.get(addedBy)) || '',
      undoable: row.state === 'committed' || row.state === 'partlyUndone',
    })),
  }
}

/** Every error of an import as a CSV that Excel opens: with a BOM, and no cell that it would take for a formula. Refusal: `notFound`. */
export const importErrors: Handler<'import.errors'> = async (deps, { shopId, locale }, { importId }) => {
  const kept = await readImport(deps, shopId, importId)
  if (isRefusal(kept)) return kept
  const { errors } = understand(kept.table, kept.choices, await knownOf({ db: deps.db, shopId, now: deps.clock.now() }, kept))
  const header = locale === 'zh' ? ['行', '列', '内容', '问题', '怎么改'] : ['line', 'column', 'value', 'problem', 'remedy']
  const rows = errors.map((error) => {
    const { line, column, value, message, remedy } = rowError(error, locale)
    return [String(line), column, value, message, remedy]
  })
  return { csv: `\uFEFF${[header, ...rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}` }
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
