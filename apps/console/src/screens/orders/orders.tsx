import { Button, SegmentedControl, Select } from '@mantine/core'
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { Calls } from '@bobber/protocol'
import { useState } from 'react'
import { useAsk } from '../../data/ask.ts'
import { useMay } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { OrderRow } from '../../parts/order-row.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Empty, Shown } from '../../parts/states.tsx'
import { Board } from './board.tsx'
import styles from './orders.module.css'

type Stage = NonNullable<Calls['order.list']['body']['stage']>
const stages: readonly Stage[] = ['open', 'toPay', 'toCollect', 'out', 'overdue', 'toInspect', 'toSettle', 'closed', 'cancelled']

export function Orders() {
  const say = useSay()
  const may = useMay()
  const [view, setView] = useLocalStorage<'list' | 'board'>({ key: 'bobber-orders-view', defaultValue: 'list' })
  const [text, setText] = useState('')
  const [stage, setStage] = useState<Stage>('open')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const find = wanted !== '' ? { text: wanted } : {}
  return (
    <Screen
      title={say('orders.title')}
      actions={
        may('order.place') && (
          <Button leftSection={<Icon name="plus" size={20} />} renderRoot={(props) => <Link to="/orders/new" {...props} />}>
            {say('counter.newOrder')}
          </Button>
        )
      }
    >
      <div className={styles.filters}>
        <SearchBox value={text} onChange={setText} label={say('orders.search')} />
        {view === 'list' && (
          <Select
            aria-label={say('orders.stage')}
            allowDeselect={false}
            data={stages.map((one) => ({ value: one, label: say(`stage.${one}`) }))}
            value={stage}
            onChange={(next) => setStage(stages.find((one) => one === next) ?? 'open')}
          />
        )}
        <SegmentedControl
          aria-label={say('orders.title')}
          value={view}
          onChange={(next) => setView(next === 'board' ? 'board' : 'list')}
          data={[
            { value: 'list', label: say('orders.list') },
            { value: 'board', label: say('orders.board') },
          ]}
        />
      </div>
      {view === 'list' ? <OrderList query={{ stage, ...find }} /> : <Board query={{ stage: 'open', ...find }} />}
    </Screen>
  )
}

type Query = Calls['order.list']['body']

function OrderList({ query }: { query: Query }) {
  const say = useSay()
  const first = useAsk('order.list', query, { keep: true })
  return (
    <Shown
      asked={first}
      empty={({ orders }) => (orders.length === 0 ? <Empty title={say('orders.empty')} text={say('orders.emptyText')} /> : null)}
    >
      {({ orders, next }) => (
        <>
          <div className="card">
            {orders.map((order) => (
              <Link key={order.orderId} to="/orders/$orderId" params={{ orderId: order.orderId }} className="row">
                <OrderRow order={order} />
              </Link>
            ))}
          </div>
          {next !== null && <MoreOrders query={{ ...query, after: next }} />}
        </>
      )}
    </Shown>
  )
}

/** The next page hangs under the one before it, once it is asked for. */
function MoreOrders({ query }: { query: Query }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  if (open) return <OrderList query={query} />
  return (
    <Button variant="default" onClick={() => setOpen(true)}>
      {say('act.more')}
    </Button>
  )
}
