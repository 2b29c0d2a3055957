import type { Calls } from '@bobber/protocol'
import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Asked } from '../../data/ask.ts'
import { useMay } from '../../data/me.tsx'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { NextSteps } from '../../parts/next-step.tsx'
import { whatOf } from '../../parts/order-row.tsx'
import { SignInQr } from '../../parts/sign-in-qr.tsx'
import { StageBadge } from '../../parts/small.tsx'
import { Shown } from '../../parts/states.tsx'
import styles from './inbox.module.css'

/** Who she is, what she has, what she paid; and what can be done from here. */
export function SidePanel({ about, conversationId }: { about: Asked<Calls['conversation.get']['reply']>; conversationId: string }) {
  const say = useSay()
  const may = useMay()
  return (
    <Shown asked={about} rows={3}>
      {({ customer, orders }) => (
        <>
          <section>
            <h2>{customer?.name ?? say('inbox.guest')}</h2>
            <p className="quiet figures">{customer ? (customer.phoneMasked ?? say('customer.noPhone')) : say('side.guest')}</p>
            {customer && (
              <p className="quiet">
                {say('customer.orders', { n: customer.orders })} · {say('customer.out', { n: customer.out })}
              </p>
            )}
          </section>
          <Group gap="xs">
            {may('order.place') && (
              <Button
                variant="light"
                renderRoot={(props) => (
                  <Link
                    to="/orders/new"
                    search={{ conversation: conversationId, ...(customer && { customer: customer.personId }) }}
                    {...props}
                  />
                )}
              >
                {say('side.newOrder')}
              </Button>
            )}
            {customer && may('counterQr.create') && <SignInQr customerId={customer.personId} />}
          </Group>
          <h2>{say('side.orders')}</h2>
          {orders.length === 0 && <p className="quiet">{say('side.noOrders')}</p>}
          {orders.map((order) => (
            <article key={order.orderId} className={styles.sideOrder}>
              <Link to="/orders/$orderId" params={{ orderId: order.orderId }}>
                <b>{order.number}</b> <StageBadge stage={order.stage} />
                <br />
                {whatOf(order)}
                {order.deposit.held > 0 && <div className="quiet">{say('side.deposit', { amount: money(order.deposit.held) })}</div>}
              </Link>
              <NextSteps order={order} />
            </article>
          ))}
        </>
      )}
    </Shown>
  )
}
