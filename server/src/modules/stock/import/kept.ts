import { isRefusal, refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db, Deps } from '../../../platform/deps.ts'
import type { CurrencyChoice } from './cells.ts'
import { type Mapping, suggestMapping } from './headers.ts'
import type { KeptPictures } from './pictures.ts'
import { readTable, type Table } from './table.ts'
import type { Choices } from './understand.ts'

export interface KeptImport {
  importId: string
  fileName: string
  encoding: 'utf-8' | 'gb18030'
  state: 'added' | 'committed' | 'undone'
  table: Table
  choices: Choices
}

interface Row {
  file_name: string
  encoding: KeptImport['encoding']
  content: Buffer
  pictures: KeptPictures
  mapping: Mapping | null
  currency: { choice: CurrencyChoice } | null
  state: KeptImport['state']
}

/** Where a kept table belongs. It is sealed: it may hold columns that are nobody's business (log.md L7). */
export function tablePlace(shopId: string, importId: string): string {
  return `${shopId}/import/${importId}/content`
}

/** An import with its table and what was chosen for it last. Refusal: `notFound`. */
export async function readImport(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  shopId: string,
  importId: string,
): Promise<KeptImport | Refusal> {
  const { rows } = await sql<Row>`
    select file_name, encoding, content, pictures, mapping, currency, state from import
    where shop_id = ${shopId} and import_id = ${importId}
  `.execute(db)
  const row = rows[0]
  if (!row) return refuse('notFound')
  const content = (await vault.shop(shopId)).open(row.content, tablePlace(shopId, importId))
  const table = await readTable(content.toString('utf8'))
  if (isRefusal(table)) return table
  const mapping = row.mapping ?? suggestMapping(table.headers)
  return {
    importId,
    fileName: row.file_name,
    encoding: row.encoding,
    state: row.state,
    table,
    choices: { mapping, currency: row.currency?.choice, pictures: row.pictures },
  }
}

/** What the asker chose, completed by what was chosen before. A mapping of headers the table hasn't is refused: `malformed`. */
export function withChoices(kept: KeptImport, mapping: Mapping | undefined, currency: CurrencyChoice): KeptImport | Refusal {
  const stranger = Object.keys(mapping ?? {}).find((header) => !kept.table.headers.includes(header))
  if (stranger !== undefined) return refuse('malformed', { detail: stranger })
  const columns = Object.values(mapping ?? {}).filter((column) => column !== null)
  const twice = columns.find((column, nth) => columns.indexOf(column) !== nth)
  if (twice !== undefined) return refuse('malformed', { detail: twice })
  const whole = mapping && Object.fromEntries(kept.table.headers.map((header) => [header, mapping[header] ?? null]))
  return {
    ...kept,
    choices: {
      ...kept.choices,
      mapping: whole ?? kept.choices.mapping,
      currency: currency === undefined ? kept.choices.currency : currency,
    },
  }
}

export async function keepChoices(db: Db, shopId: string, importId: string, { mapping, currency }: Choices): Promise<void> {
  const choice = currency === undefined ? null : JSON.stringify({ choice: currency })
  await sql`
    update import set mapping = ${JSON.stringify(mapping)}, currency = ${choice}
    where shop_id = ${shopId} and import_id = ${importId} and state = 'added'
  `.execute(db)
}
