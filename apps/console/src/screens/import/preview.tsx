import { figureText } from '@bobber/domain'
import { type Calls, type ImportColumn, importColumns, type ImportPreview, type Locale } from '@bobber/protocol'
import { Alert, Badge, Button, Group, NumberInput, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { shortMoney } from '../../data/money.ts'
import { useSay, useSettings } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import styles from './import.module.css'

type CurrencyChoice = Calls['import.commit']['body']['currency']

/** What was understood and what not, before anything is in the shop. */
export function Preview({
  first,
  other,
  onDone,
}: {
  first: ImportPreview
  other: () => void
  onDone: (importId: string, counts: Calls['import.commit']['reply']) => void
}) {
  const say = useSay()
  const look = useCommand('import.preview')
  const commit = useCommand('import.commit')
  const [preview, setPreview] = useState(first)
  const [currency, setCurrency] = useState<CurrencyChoice>(undefined)
  const { importId, mapping } = preview
  const decided = (choice: CurrencyChoice) => (choice === undefined ? {} : { currency: choice })
  const again = async (nextMapping: ImportPreview['mapping'], choice: CurrencyChoice) => {
    const next = await look.give({ importId, mapping: nextMapping, ...decided(choice) })
    if (!next) return
    setCurrency(choice)
    setPreview(next)
  }
  const go = async () => {
    const counts = await commit.give({ importId, mapping, ...decided(currency) })
    if (counts) onDone(importId, counts)
  }
  const ready = preview.errors.length === 0 && (preview.askCurrency === null || currency !== undefined)
  return (
    <>
      <div className="card">
        <h2>{preview.fileName}</h2>
        <p>
          {say('import.summary', { rows: preview.rows, creates: preview.creates, updates: preview.updates, pictures: preview.pictures })}
        </p>
        <p className="quiet">
          {say('import.encoding', { encoding: preview.encoding.toUpperCase() })} · {say('import.figures', preview.figures)}
          {preview.missingPictures.length > 0 && ` · ${say('import.missing', { n: preview.missingPictures.length })}`}
          {preview.codes.labels > 0 && ` · ${say('import.codesLabels', { n: preview.codes.labels })}`}
          {preview.codes.kept > 0 && ` · ${say('import.codesKept', { n: preview.codes.kept })}`}
        </p>
      </div>
      {preview.askCurrency !== null && currency === undefined && (
        <AskCurrency currency={preview.askCurrency} busy={look.busy} choose={(choice) => void again(mapping, choice)} />
      )}
      <Errors preview={preview} />
      <Section title={say('import.columns')}>
        <div className={styles.columns}>
          {preview.headers.map((header) => (
            <Select
              key={header}
              label={header}
              allowDeselect={false}
              data={[
                { value: '', label: say('import.column.none') },
                ...importColumns.map((column) => ({ value: column, label: say(`import.column.${column}`) })),
              ]}
              value={mapping[header] ?? ''}
              onChange={(next) => {
                const column: ImportColumn | null = importColumns.find((one) => one === next) ?? null
                void again({ ...mapping, [header]: column }, currency)
              }}
            />
          ))}
        </div>
      </Section>
      <Sample preview={preview} />
      <div className={styles.foot}>
        <ProblemNote problem={look.problem ?? commit.problem} />
        <Button size="lg" color="float" disabled={!ready} loading={commit.busy || look.busy} onClick={() => void go()}>
          {say('import.go', { n: preview.rows })}
        </Button>
        <Button size="lg" variant="default" onClick={other}>
          {say('import.other')}
        </Button>
      </div>
    </>
  )
}

function AskCurrency({ currency, busy, choose }: { currency: string; busy: boolean; choose: (choice: CurrencyChoice) => void }) {
  const say = useSay()
  const { settings } = useSettings()
  const [rate, setRate] = useState<number | null>(null)
  const named = currencyName(currency, settings.locale)
  return (
    <Alert color="yellow" icon={<Icon name="warn" />} title={say('import.currency', { currency: named })}>
      <Stack>
        <Group align="end" gap="xs">
          <NumberInput
            label={`${say('import.currencyRate', { currency: named })} (${say('import.currencyYuan')})`}
            min={0}
            decimalScale={4}
            value={rate ?? ''}
            onChange={(next) => setRate(typeof next === 'number' && next > 0 ? next : null)}
          />
          <Button disabled={rate === null} loading={busy} onClick={() => rate !== null && choose({ rate })}>
            {say('import.currencyUse')}
          </Button>
        </Group>
        <Button variant="default" loading={busy} onClick={() => choose(null)}>
          {say('import.currencyOut')}
        </Button>
      </Stack>
    </Alert>
  )
}

/** A code as people call it; anything else is the table's own word. */
function currencyName(currency: string, locale: Locale): string {
  return /^[A-Z]{3}$/.test(currency) ? (new Intl.DisplayNames(locale, { type: 'currency' }).of(currency) ?? currency) : currency
}

function Errors({ preview }: { preview: ImportPreview }) {
  const say = useSay()
  const table = useCommand('import.errors')
  if (preview.errors.length === 0) return null
  const download = async () => {
    const reply = await table.give({ importId: preview.importId })
    if (!reply) return
    // Old spreadsheets read UTF-8 only behind a byte order mark.
    const url = URL.createObjectURL(new Blob(['\uFEFF', reply.csv.replace(/^\uFEFF/, '')], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = url
    link.download = preview.fileName.replace(/\.\w+$/, '') + '-errors.csv'
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Section
      title={say('import.errors', { n: preview.errors.length })}
      aside={
        <Button variant="light" loading={table.busy} onClick={() => void download()}>
          {say('import.errorsGet')}
        </Button>
      }
    >
      <ul className={styles.errors} tabIndex={0} aria-label={say('import.errors', { n: preview.errors.length })}>
        {preview.errors.map((error, at) => (
          <li key={at}>
            <b>
              {say('import.line', { n: error.line })} · {error.column}
            </b>{' '}
            <code>{error.value}</code>
            <br />
            {error.message} <span className="quiet">{error.remedy}</span>
          </li>
        ))}
      </ul>
      <ProblemNote problem={table.problem} />
    </Section>
  )
}

function Sample({ preview }: { preview: ImportPreview }) {
  const say = useSay()
  const { settings } = useSettings()
  return (
    <Section title={say('import.sample')}>
      <ul className={styles.sample}>
        {preview.sample.map((row) => (
          <li key={row.line}>
            <Group gap="xs">
              <b>{row.label === '' ? row.name : `${row.name} · ${row.label}`}</b>
              <span className="quiet">
                {row.sku} · {row.category}
              </span>
              <Badge color={row.action === 'create' ? 'green' : 'blue'}>
                {say(row.action === 'create' ? 'import.new' : 'import.update')}
              </Badge>
            </Group>
            <div className="figures">
              {row.dayRent !== null && `${say('stock.perDay', { amount: shortMoney(row.dayRent) })} `}
              {row.deposit !== null && `${say('import.column.deposit')} ${shortMoney(row.deposit)} `}
              {row.price !== null && `${say('import.column.price')} ${shortMoney(row.price)} `}
              {row.quantity > 0 && `${say('order.quantity', { n: row.quantity })} `}
              {say(row.tracking === 'saleOnly' ? 'import.saleOnly' : `stock.tracking.${row.tracking}`)}
            </div>
            <div className={styles.specs}>
              {row.specs.map((spec, at) => (
                <span key={at} className={styles.spec}>
                  {spec.label[settings.locale]} {figureText(spec, settings.locale)}
                </span>
              ))}
              {row.notUnderstood.length > 0 && <span>{say('import.notUnderstood')}</span>}
              {row.notUnderstood.map((piece) => (
                <span key={piece} className={styles.unknown}>
                  {piece}
                </span>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
