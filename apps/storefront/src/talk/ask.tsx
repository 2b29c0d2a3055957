import { isRefusal } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { TroubleNote } from '../parts/notice.tsx'
import { asGuest } from '../people/as-guest.ts'
import { go } from '../route.ts'
import { type Storefront, useStorefront } from '../storefront.ts'
import type { Trouble } from '../use-command.ts'

interface Props {
  readonly productId?: string
  readonly variantId?: string
  readonly label?: string
}

/** Opens one's talk with the shop, without any account; a product goes along as a card. Nothing where chat is off. */
export function AskShop({ productId, variantId, label }: Props) {
  const storefront = useStorefront()
  const [running, setRunning] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const { t, shop } = storefront
  if (!shop.switches.chat) return null
  const press = async (): Promise<void> => {
    setRunning(true)
    const failed = await ask(storefront, productId, variantId).catch((): Trouble => ({ kind: 'broken' }))
    setRunning(false)
    setTrouble(failed)
  }
  return (
    <div class="ask">
      <button type="button" class="button" disabled={running} onClick={() => void press()}>
        {running ? t.opening : (label ?? t.askShop)}
      </button>
      <TroubleNote trouble={trouble} />
    </div>
  )
}

async function ask(storefront: Storefront, productId?: string, variantId?: string): Promise<Trouble | null> {
  const failed = await asGuest(storefront)
  if (failed) return failed
  const { client } = storefront
  const opened = await client.call('enquiry.open', productId === undefined ? {} : { productId })
  if (isRefusal(opened)) return { kind: 'refused', refusal: opened }
  const { conversationId } = opened
  if (productId !== undefined && lastProductOf(client, conversationId) !== productId) {
    client.send(conversationId, {
      kind: 'message.card',
      content: { card: { kind: 'product', productId, ...(variantId !== undefined && { variantId }) } },
    })
  }
  go({ at: 'talk', conversationId })
  return null
}

/** The product that was last laid on the table; asking twice about it doesn't lay it there twice. */
function lastProductOf(client: Storefront['client'], conversationId: string): string | null {
  const cards = client
    .conversation(conversationId)
    ?.items.map((item) => (item.type === 'entry' ? item.entry.content : item.type === 'unsent' ? item.unsent.content : null))
    .filter((content) => content !== null && 'card' in content)
  const card = cards?.at(-1)
  return card && 'card' in card && card.card.kind === 'product' ? card.card.productId : null
}
