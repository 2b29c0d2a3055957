import type { StockRow } from '@bobber/protocol'
import { ActionIcon, Button, Group, Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { usePlace } from '../../data/me.tsx'
import { shortMoney } from '../../data/money.ts'
import { useClient } from '../../data/client-context.tsx'
import { useSay } from '../../data/settings.tsx'
import type { Span } from '../../data/times.ts'
import { accepted } from '../../data/problem.ts'
import { Icon } from '../../parts/icon.tsx'
import { Scanner } from '../../parts/scanner.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Thumb } from '../../parts/small.tsx'
import { Empty, ProblemNote, Shown } from '../../parts/states.tsx'
import type { BasketLine } from './basket.ts'
import styles from './new-order.module.css'
import { Free } from './price.tsx'

/** What is wanted: found by words or by its label; a tap on a found one takes it. */
export function Items({ basket, span, onChange }: { basket: readonly BasketLine[]; span: Span; onChange: (basket: BasketLine[]) => void }) {
  const say = useSay()
  const { shop } = usePlace()
  const [text, setText] = useState('')
  const [scanning, setScanning] = useState(false)
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const asked = useAsk('stock.list', { text: wanted }, { enabled: wanted !== '', keep: true })
  const add = (variant: StockRow, kind: BasketLine['kind']) => {
    const at = basket.findIndex((line) => line.variant.variantId === variant.variantId && line.kind === kind)
    const before = basket[at]
    onChange(before ? basket.with(at, { ...before, quantity: before.quantity + 1 }) : [...basket, { kind, variant, quantity: 1 }])
    setText('')
  }
  const rents = (variant: StockRow) => variant.forRent && shop.switches.rental
  const sells = (variant: StockRow) => variant.forSale && shop.switches.sale
  const offered = (rows: readonly StockRow[]) => rows.filter((variant) => rents(variant) || sells(variant))
  return (
    <>
      {basket.map((line, at) => (
        <Line
          key={`${line.kind}${line.variant.variantId}`}
          line={line}
          span={span}
          onQuantity={(quantity) => onChange(quantity === 0 ? basket.toSpliced(at, 1) : basket.with(at, { ...line, quantity }))}
        />
      ))}
      <Group gap="xs" mt="xs" wrap="nowrap" align="start">
        <div style={{ flex: 1 }}>
          <SearchBox value={text} onChange={setText} label={say('new.findItem')} short={say('new.findItemShort')} />
        </div>
        <Button variant="light" leftSection={<Icon name="camera" size={20} />} onClick={() => setScanning(true)}>
          {say('new.scanItem')}
        </Button>
      </Group>
      {wanted !== '' && (
        <Shown
          asked={asked}
          rows={3}
          empty={({ rows }) => (offered(rows).length === 0 ? <Empty title={say('new.noItem')} text={say('new.noItemText')} /> : null)}
        >
          {({ rows }) => (
            <div>
              {offered(rows)
                .slice(0, 8)
                .map((variant) => (
                  <Group key={variant.variantId} wrap="nowrap" gap="xs">
                    <button type="button" className="row" onClick={() => add(variant, rents(variant) ? 'rental' : 'sale')}>
                      <Thumb picture={variant.picture} />
                      <span className="row-main">
                        <b>{variant.name}</b>
                        <br />
                        <span className="quiet">
                          {variant.sku} · {priceOf(variant, rents(variant), say)} · {say('new.free', { n: variant.freeNow })}
                        </span>
                      </span>
                    </button>
                    {rents(variant) && sells(variant) && (
                      <Button variant="default" onClick={() => add(variant, 'sale')}>
                        {say('new.buy')}
                      </Button>
                    )}
                  </Group>
                ))}
            </div>
          )}
        </Shown>
      )}
      <ScanItem
        opened={scanning}
        close={() => setScanning(false)}
        found={(variant) => {
          add(variant, rents(variant) ? 'rental' : 'sale')
          setScanning(false)
        }}
      />
    </>
  )
}

function priceOf(variant: StockRow, rents: boolean, say: ReturnType<typeof useSay>): string {
  const day = rents && variant.plan?.tiers.find((tier) => tier.length.unit === 'day' && tier.length.count === 1)
  if (day) return say('stock.perDay', { amount: shortMoney(day.amount) })
  return variant.price === null ? '—' : shortMoney(variant.price)
}

function Line({ line, span, onQuantity }: { line: BasketLine; span: Span; onQuantity: (quantity: number) => void }) {
  const say = useSay()
  return (
    <div className={styles.line}>
      <Thumb picture={line.variant.picture} />
      <span className={styles.lineName}>
        <b>{line.variant.name}</b>
        <br />
        <span className="quiet">
          {line.variant.sku} · {say(line.kind === 'rental' ? 'new.rent' : 'new.buy')}
        </span>{' '}
        <Free line={line} span={span} />
      </span>
      <span className={styles.count} role="group" aria-label={say('new.quantity')}>
        <ActionIcon variant="default" aria-label={say('new.fewer')} onClick={() => onQuantity(line.quantity - 1)}>
          <Icon name="minus" />
        </ActionIcon>
        <b className="figures">{line.quantity}</b>
        <ActionIcon variant="default" aria-label={say('new.more')} onClick={() => onQuantity(line.quantity + 1)}>
          <Icon name="plus" />
        </ActionIcon>
      </span>
    </div>
  )
}

function ScanItem({ opened, close, found }: { opened: boolean; close: () => void; found: (variant: StockRow) => void }) {
  const say = useSay()
  const client = useClient()
  const find = useCommand('unit.find')
  const onCode = async (code: string) => {
    const unit = (await find.give({ code }))?.unit
    if (!unit) return
    found(accepted(await client.call('variant.get', { variantId: unit.variantId })).variant)
  }
  return (
    <Modal opened={opened} onClose={close} title={say('scan.title')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Scanner onCode={(code) => void onCode(code)} busy={find.busy} />
      <ProblemNote problem={find.problem} />
    </Modal>
  )
}
