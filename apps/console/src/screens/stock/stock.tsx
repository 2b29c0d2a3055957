import type { StockRow } from '@bobber/protocol'
import { Badge, Button, SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../data/ask.ts'
import { useMay, usePlace } from '../../data/me.tsx'
import { shortMoney } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Thumb } from '../../parts/small.tsx'
import { Empty, Shown } from '../../parts/states.tsx'
import styles from './stock.module.css'

const filters = ['all', 'rent', 'sale', 'low'] as const
type Filter = (typeof filters)[number]
const fits: Record<Filter, (row: StockRow) => boolean> = {
  all: () => true,
  rent: (row) => row.forRent,
  sale: (row) => row.forSale,
  low: (row) => row.freeNow === 0,
}

export function Stock() {
  const say = useSay()
  const may = useMay()
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const { rental, sale } = usePlace().shop.switches
  const offered = filters.filter((one) => (one !== 'rent' && one !== 'sale') || (rental && sale))
  return (
    <Screen
      title={say('stock.title')}
      actions={
        <>
          {may('product.change') && (
            <Button
              leftSection={<Icon name="plus" size={20} />}
              renderRoot={(props) => <Link to="/stock/edit/{-$productId}" params={{ productId: undefined }} {...props} />}
            >
              {say('stock.add')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.filters}>
        <SearchBox value={text} onChange={setText} label={say('stock.search')} />
        <SegmentedControl
          aria-label={say('stock.filter')}
          value={filter}
          onChange={(next) => setFilter(filters.find((one) => one === next) ?? 'all')}
          data={offered.map((one) => ({ value: one, label: say(`stock.${one}`) }))}
        />
      </div>
      <Rows text={wanted} filter={filter} />
    </Screen>
  )
}

function Rows({ text, filter, after }: { text: string; filter: Filter; after?: string }) {
  const say = useSay()
  const may = useMay()
  const { rental } = usePlace().shop.switches
  const asked = useAsk('stock.list', { ...(text !== '' && { text }), ...(after !== undefined && { after }) }, { keep: true })
  const [more, setMore] = useState(false)
  return (
    <Shown
      asked={asked}
      rows={8}
      empty={({ rows }) =>
        rows.length > 0 || after !== undefined ? null : text === '' ? (
          <Empty title={say('stock.empty')} text={say('stock.emptyText')}>
            {may('import.add') && <Button renderRoot={(props) => <Link to="/import" {...props} />}>{say('stock.import')}</Button>}
          </Empty>
        ) : (
          <Empty title={say('stock.none')} text={say('stock.noneText')} />
        )
      }
    >
      {({ rows, next }) => {
        const shown = rows.filter(fits[filter])
        return (
          <>
            {shown.length === 0 && next === null ? (
              <Empty title={say('stock.none')} text={say('stock.noneText')} />
            ) : (
              <div className={`card ${styles.table}`}>
                <div className={styles.tableHead} aria-hidden="true">
                  <span>{say('stock.col.product')}</span>
                  <span>{say('stock.col.price')}</span>
                  <span>{say('stock.col.free')}</span>
                  <span>{rental && say('stock.col.out')}</span>
                  <span>{say('stock.col.total')}</span>
                </div>
                {shown.map((row) => (
                  <Row key={row.variantId} row={row} />
                ))}
              </div>
            )}
            {next !== null &&
              (more ? (
                <Rows text={text} filter={filter} after={next} />
              ) : (
                <Button variant="default" onClick={() => setMore(true)}>
                  {say('act.more')}
                </Button>
              ))}
          </>
        )
      }}
    </Shown>
  )
}

function Row({ row }: { row: StockRow }) {
  const say = useSay()
  const { rental, sale } = usePlace().shop.switches
  const day = rental && row.plan?.tiers.find((tier) => tier.length.unit === 'day' && tier.length.count === 1)
  return (
    <Link to="/stock/$variantId" params={{ variantId: row.variantId }} className={`row ${styles.row}`}>
      <span className={styles.product}>
        <Thumb picture={row.picture} />
        <span className="row-main">
          <b>{row.name}</b>
          <br />
          <span className="quiet">
            {[row.sku, row.category, say(`stock.tracking.${row.tracking}`)].filter((part) => part !== '').join(' · ')}
          </span>
        </span>
      </span>
      <span className={styles.price}>
        {day && <span>{say('stock.perDay', { amount: shortMoney(day.amount) })}</span>}
        {sale && row.price !== null && <span>{shortMoney(row.price)}</span>}
      </span>
      <span className="figures">
        <span className={styles.label}>{say('stock.col.free')} </span>
        {row.freeNow === 0 ? <Badge color="red">0</Badge> : <b>{row.freeNow}</b>}
      </span>
      <span className="figures">
        {rental && (
          <>
            <span className={styles.label}>{say('stock.col.out')} </span>
            {row.out}
          </>
        )}
      </span>
      <span className="figures">
        <span className={styles.label}>{say('stock.col.total')} </span>
        {row.total}
      </span>
    </Link>
  )
}
