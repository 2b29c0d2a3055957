import type { Calls, OrderView } from '@bobber/protocol'
import { Badge, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { useAsk } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { boardColumns } from '../../data/stages.ts'
import { NextSteps } from '../../parts/next-step.tsx'
import { whatOf } from '../../parts/order-row.tsx'
import { StageBadge } from '../../parts/small.tsx'
import { Shown } from '../../parts/states.tsx'
import styles from './orders.module.css'

/** By stage, those with orders first; in each card only the next step of my role is coloured. */
export function Board({ query }: { query: Calls['order.list']['body'] }) {
  const asked = useAsk('order.list', query, { keep: true })
  return <Shown asked={asked}>{({ orders }) => <Columns orders={orders} />}</Shown>
}

function Columns({ orders }: { orders: readonly OrderView[] }) {
  const say = useSay()
  const board = useRef<HTMLElement>(null)
  const [more, setMore] = useState(false)
  const look = () => {
    const box = board.current
    if (box) setMore(box.scrollLeft + box.clientWidth < box.scrollWidth - 8)
  }
  useLayoutEffect(() => {
    look()
    addEventListener('resize', look)
    return () => removeEventListener('resize', look)
  }, [orders])
  return (
    <div className={styles.around} data-more={more}>
      <section ref={board} className={styles.board} aria-label={say('orders.board')} tabIndex={0} onScroll={look}>
        {boardColumns(orders).map(({ stage, here }) => (
          <section key={stage} className={here.length === 0 ? styles.emptyColumn : styles.column} aria-label={say(`stage.${stage}`)}>
            <Group justify="space-between">
              <StageBadge stage={stage} />
              <Badge color="gray">{here.length}</Badge>
            </Group>
            {here.map((order) => (
              <article key={order.orderId} className={styles.order}>
                <Link to="/orders/$orderId" params={{ orderId: order.orderId }} className={styles.link}>
                  <b>{order.customer?.name ?? say('order.walkIn')}</b> <span className="quiet">{order.number}</span>
                  <br />
                  {whatOf(order)}
                </Link>
                {order.remark !== '' && <p className={styles.remark}>{order.remark}</p>}
                <NextSteps order={order} only />
              </article>
            ))}
          </section>
        ))}
      </section>
    </div>
  )
}
