import type { HandOverRow, RefundRow } from '@bobber/protocol'
import { Badge, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { stageColours } from '../../data/stages.ts'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import { Empty, Shown } from '../../parts/states.tsx'

/** Fixed colours, always with their words. */
const colours: Record<HandOverRow['state'], string> = {
  toConfirm: stageColours.toConfirm,
  toPay: stageColours.toPay,
  toCollect: 'lake',
  out: 'blue',
  overdue: 'red',
  toInspect: 'grape',
  notCollected: 'orange',
}

/** What today brings: money to hand back, what to hand out, what to take back. Late ones stay until they are back. */
export function TodayLists({ text = '', short = false }: { text?: string; short?: boolean }) {
  const say = useSay()
  const asked = useAsk('handOvers.today', {})
  return (
    <Shown asked={asked} rows={4}>
      {(today) => (
        <>
          <Refunds rows={today.refunds} />
          <Section title={say('today.collect')} aside={<Badge color="lake">{today.collect.length}</Badge>}>
            <Rows rows={fitting(today.collect, text)} short={short} title={say('today.noCollect')} text={say('today.noCollectText')} />
          </Section>
          <Section title={say('today.return')} aside={<Badge color="blue">{today.return.length}</Badge>}>
            <Rows rows={fitting(today.return, text)} short={short} title={say('today.noReturn')} text={say('today.noReturnText')} />
          </Section>
        </>
      )}
    </Shown>
  )
}

/** For a shop that rents nothing: only the money that waits to be handed back. */
export function OpenRefunds() {
  const asked = useAsk('handOvers.today', {})
  return <Refunds rows={asked.data?.refunds ?? []} />
}

function Refunds({ rows }: { rows: readonly RefundRow[] }) {
  const say = useSay()
  if (rows.length === 0) return null
  return (
    <Section title={say('today.refunds')} aside={<Badge color="teal">{rows.length}</Badge>}>
      {rows.map((row, at) => (
        <Link key={at} to="/orders/$orderId" params={{ orderId: row.orderId }} className="row">
          <span className="row-main">
            <b>{row.customerName}</b> <span className="quiet">{row.number}</span>
          </span>
          <b className="figures">{money(row.amount)}</b>
        </Link>
      ))}
    </Section>
  )
}

function fitting(rows: readonly HandOverRow[], text: string): readonly HandOverRow[] {
  const wanted = text.trim().toLowerCase()
  return rows.filter((row) => `${row.customerName} ${row.number} ${row.what}`.toLowerCase().includes(wanted))
}

function Rows({ rows, short, title, text }: { rows: readonly HandOverRow[]; short: boolean; title: string; text: string }) {
  const say = useSay()
  if (rows.length === 0) return short ? <p className="quiet">{title}</p> : <Empty title={title} text={text} />
  const shown = short ? rows.slice(0, 5) : rows
  return (
    <div>
      {shown.map((row) => (
        <Row key={`${row.orderId}${row.what}`} row={row} />
      ))}
      {shown.length < rows.length && (
        <Button variant="subtle" renderRoot={(props) => <Link to="/hand-overs" {...props} />}>
          {say('act.more')}
        </Button>
      )}
    </div>
  )
}

function Row({ row }: { row: HandOverRow }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(30_000)
  const inner = (
    <>
      <span className="figures" style={{ minWidth: '3.5rem' }}>
        {times.short(row.at, now)}
      </span>
      <span className="row-main">
        <b>{row.customerName}</b> <span className="quiet">{row.number}</span>
        <br />
        <span className="quiet">{row.what}</span>
      </span>
      <Badge color={colours[row.state]}>{say(`today.state.${row.state}`)}</Badge>
    </>
  )
  if (row.state === 'toCollect' || row.state === 'notCollected') {
    return (
      <Link to="/hand-overs/out/{-$orderId}" params={{ orderId: row.orderId }} className="row">
        {inner}
      </Link>
    )
  }
  return (
    <Link to="/orders/$orderId" params={{ orderId: row.orderId }} className="row">
      {inner}
    </Link>
  )
}
