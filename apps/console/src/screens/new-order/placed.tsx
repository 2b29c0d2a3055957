import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { NextSteps } from '../../parts/next-step.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { FeeLines, StageBadge, Total } from '../../parts/small.tsx'
import { Shown } from '../../parts/states.tsx'
import { JoinCode } from '../order/join-code.tsx'

/** Right after: confirm, take the money, let the customer join. */
export function Placed({ orderId, another }: { orderId: string; another: () => void }) {
  const say = useSay()
  const asked = useAsk('order.get', { orderId })
  return (
    <Screen title={asked.data ? say('new.placed', { number: asked.data.number }) : say('new.title')} narrow>
      <Shown asked={asked}>
        {(order) => (
          <>
            <Section title={order.customer?.name ?? say('order.walkIn')} aside={<StageBadge stage={order.stage} />}>
              <FeeLines lines={order.sheet.lines} />
              <Total label={say(order.paid > 0 ? 'fee.total' : 'fee.due')} amount={order.paid + order.due} strong={order.paid === 0} />
              {order.payments.map(({ means, amount }, nth) => (
                <Total key={nth} label={say(`pay.got.${means}`)} amount={amount} strong />
              ))}
              {order.paid > 0 && <Total label={say('order.due.now')} amount={order.due} />}
              <NextSteps order={order} />
            </Section>
            <JoinCode orderId={orderId} open />
            <Group>
              <Button variant="light" renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId }} {...props} />}>
                {say('fact.seeOrder')}
              </Button>
              <Button variant="subtle" onClick={another}>
                {say('new.another')}
              </Button>
            </Group>
          </>
        )}
      </Shown>
    </Screen>
  )
}
