import type { OrderView } from '@bobber/protocol'
import { Badge } from '@mantine/core'
import { useAsk } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import { Shown } from '../../parts/states.tsx'
import { isWord, type Say } from '../../words/catalogue.ts'
import styles from './order.module.css'

/** The double-entry postings of an order, each with the goods it is about: whatever happens, they come to zero. */
export function Ledger({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const asked = useAsk('ledger.order', { orderId: order.orderId })
  return (
    <Section
      title={say('order.ledger')}
      aside={
        asked.data && (
          <Badge color={asked.data.sum === 0 ? 'green' : 'red'}>{say(asked.data.sum === 0 ? 'order.ledgerZero' : 'order.ledgerOff')}</Badge>
        )
      }
    >
      <Shown
        asked={asked}
        rows={2}
        empty={({ postings }) => (postings.length === 0 ? <p className="quiet">{say('order.ledgerNone')}</p> : null)}
      >
        {({ postings, sum }) => (
          <table className={styles.ledger}>
            <tbody>
              {postings.map((posting, at) => (
                <tr key={at}>
                  <td className="quiet figures">{times.short(posting.at, now)}</td>
                  <td>
                    {accountWords(posting.account, say)}
                    <div className="quiet">
                      {[known(`memo.${posting.memo}`, posting.memo, say), nameOf(order, posting.orderLineId)].filter(Boolean).join(' · ')}
                    </div>
                  </td>
                  <td className="figures">{money(posting.amount)}</td>
                </tr>
              ))}
              <tr>
                <td />
                <th scope="row">{say('order.ledgerSum')}</th>
                <td className="figures">{money(sum)}</td>
              </tr>
            </tbody>
          </table>
        )}
      </Shown>
    </Section>
  )
}

/** With one line every posting is about it; its name would only repeat itself. */
function nameOf({ lines }: OrderView, orderLineId: string | null): string {
  return lines.length < 2 ? '' : (lines.find((line) => line.orderLineId === orderLineId)?.name ?? '')
}

function known(key: string, otherwise: string, say: Say): string {
  return isWord(key) ? say(key) : otherwise
}

/** Money comes in by providers, each with an account of its own: `cash:counter`. */
function accountWords(account: string, say: Say): string {
  const [kind, provider = ''] = account.split(':')
  if (kind === 'cash') return known(`account.cash.${provider}`, `${say('account.cash.other')} ${provider}`, say)
  return known(`account.${account}`, account, say)
}
