import { refuse, type Refusal } from '@bobber/protocol'

export interface TableRow {
  /** 1-based line the row begins on; the header is on 1 */
  line: number
  /** by header; missing ones are empty */
  cells: Record<string, string>
  /** cells beyond the last header */
  extra: string[]
}

export interface Table {
  headers: string[]
  rows: TableRow[]
}

const mostRows = 5_000
const mostColumns = 100
const longestRow = 65_536

/** A CSV with one header row, parted by commas, semicolons or tabs. Refusals: `malformed`, `tooLarge`. */
export async function readTable(text: string): Promise<Table | Refusal> {
  const { parse, CsvError } = await import('csv-parse/sync')
  try {
    const ends: number[] = []
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      on_record(record: string[], { lines }) {
        ends.push(lines)
        return record
      },
      // A quote that is never closed makes one row of the rest: it ends here, and isn't kept and shown as a cell.
      max_record_size: longestRow,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: mostRows + 2,
    })
    const [first, ...rest] = records
    if (!first || rest.length === 0) return refuse('malformed', { detail: 'CSV: 0' })
    if (rest.length > mostRows || first.length > mostColumns) return refuse('tooLarge', { limit: mostRows })
    const headers = named(first)
    const rows = rest.map((record, nth): TableRow => {
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
      const cells = Object.fromEntries(headers.map((header, at) => [header, record[at] ?? '']))
      return { line: (ends[nth + 1] ?? 0) - breaks, cells, extra: record.slice(headers.length).filter((cell) => cell !== '') }
    })
    return { headers, rows: rows.filter(({ cells, extra }) => extra.length > 0 || Object.values(cells).some((cell) => cell !== '')) }
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    if (fault.code === 'CSV_MAX_RECORD_SIZE') return refuse('tooLarge', { limit: `${longestRow / 1024} KiB` })
    return refuse('malformed', { detail: `CSV ${fault.code} ${'lines' in fault ? String(fault.lines) : ''}`.trim() })
  }
}

/** The separator that the header line has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', '\t', ';'].map((sign) => ({ sign, count: header.split(sign).length }))
  return counts.toSorted((one, other) => other.count - one.count)[0]?.sign ?? ','
}

/** Every column has a name of its own: one without gets its number, one that repeats too. */
function named(headers: readonly string[]): string[] {
  const seen = new Set<string>()
  return headers.map((header, nth) => {
    const name = header === '' || seen.has(header) ? `${header}#${nth + 1}` : header
    seen.add(name)
    return name
  })
}
