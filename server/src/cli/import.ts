import { readFile } from 'node:fs/promises'
import { type ImportColumn, importColumns, type ImportPreview, isRefusal, worded } from '@bobber/protocol'
import { type FolderImport, importFromFolder } from '../modules/stock/index.ts'
import { openDeps } from '../open-deps.ts'
import { createShopDirectory } from '../platform/shops.ts'
import type { ServerWindow } from '../platform/window.ts'
import { type Command, textOf } from './command.ts'

const usage =
  'bobber import CSV [--pictures FOLDER|ZIP] [--mapping FILE.json|header=column,…] [--currency RATE|leave] [--shop SLUG] [--dry-run]'

export const importCsv: Command = {
  help: 'CSV [--pictures FOLDER] [--dry-run] …: brings a catalogue in: all rows or none.',
  options: {
    pictures: { type: 'string' },
    mapping: { type: 'string' },
    currency: { type: 'string' },
    shop: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  async run({ config, window, releases, values, positionals: [csvPath] }) {
    const mapping = await mappingOf(textOf(values, 'mapping'))
    const currency = currencyOf(textOf(values, 'currency'))
    if (csvPath === undefined || mapping === 'wrong' || currency === 'wrong') {
      window.write(usage)
      window.write(importColumns.join(' '))
      return false
    }
    const deps = await openDeps(config, window, releases, { beside: true })
    const shopId = await createShopDirectory(deps.db).idOf(textOf(values, 'shop'))
    if (shopId === undefined) {
      window.write('没有这个店铺 / no such shop')
      return false
    }
    const dryRun = values['dry-run'] === true
    const picturesPath = textOf(values, 'pictures') ?? null
    const asked: FolderImport = { shopId, csvPath, picturesPath, dryRun, locale: 'zh', ...(mapping && { mapping }), ...currency }
    const answer = await importFromFolder(deps, asked)
    if (isRefusal(answer)) {
      const { message, remedy } = worded(answer, 'zh')
      window.write(`✗ ${message} — ${remedy}`)
      return false
    }
    tell(window, answer.preview)
    const { committed } = answer
    if (committed)
      window.write(`✓ ${committed.products} 个商品 products, ${committed.units} 个单件 units, ${committed.pictures} 张图片 pictures`)
    return committed !== null || (dryRun && answer.preview.errors.length === 0 && answer.preview.askCurrency === null)
  },
}

/** What the file holds, and every row that keeps it from going in. */
function tell(window: ServerWindow, preview: ImportPreview): void {
  const { rows, creates, updates, encoding, figures, errors, missingPictures, askCurrency } = preview
  window.write(
    `${rows} 行 rows (${encoding}): ${creates} 新建 new, ${updates} 更新 updated; ${figures.understood}/${figures.total} 个参数 figures`,
  )
  for (const name of missingPictures) window.write(`? ${name}: 没有这张图片 / no such picture`)
  for (const { line, column, value, message, remedy } of errors) window.write(`✗ ${line} ${column} "${value}": ${message} — ${remedy}`)
  if (askCurrency !== null)
    window.write(`✗ 价格是 ${askCurrency} / prices are in ${askCurrency}: --currency RATE (¥ per unit) | --currency leave`)
}

/** Undefined: as suggested. A JSON file of header → column, or the same as `header=column,…`; an empty column leaves the header out. */
async function mappingOf(text: string | undefined): Promise<Record<string, ImportColumn | null> | undefined | 'wrong'> {
  if (text === undefined) return undefined
  const pairs: [string, unknown][] = text.endsWith('.json')
    ? Object.entries(JSON.parse(await readFile(text, 'utf8')) as object)
    : text.split(',').map((pair) => [pair.slice(0, pair.lastIndexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)])
  const mapping: Record<string, ImportColumn | null> = {}
  for (const [header, column] of pairs) {
    const known = importColumns.find((name) => name === column)
    if (header === '' || (known === undefined && column !== '' && column !== null)) return 'wrong'
    mapping[header] = known ?? null
  }
  return mapping
}

function currencyOf(text: string | undefined): { currency?: { rate: number } | null } | 'wrong' {
  if (text === undefined) return {}
  if (text === 'leave') return { currency: null }
  const rate = Number(text)
  return rate > 0 ? { currency: { rate } } : 'wrong'
}
