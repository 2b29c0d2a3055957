import type { OrderView } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { TroubleNote } from '../parts/notice.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useStorefront } from '../storefront.ts'
import { useCommand } from '../use-command.ts'

/** Asked once more before anything is let go; shown only while the order may be cancelled. */
export function CancelOrder({ order, changed }: { order: OrderView; changed: () => void }) {
  const { t } = useStorefront()
  const [asking, setAsking] = useState(false)
  const cancel = useCommand('order.cancel')
  if (!order.next.includes('order.cancel')) return null
  const press = async (): Promise<void> => {
    const done = await cancel.run({ orderId: order.orderId, reason: '' })
    if (!done) return
    setAsking(false)
    changed()
  }
  return (
    <>
      <button type="button" class="button quiet" onClick={() => setAsking(true)}>
        {t.orderCancel}
      </button>
      {asking && (
        <Sheet title={t.orderCancel} close={() => setAsking(false)}>
          <p>{t.orderCancelSure}</p>
          <TroubleNote trouble={cancel.trouble} />
          <div class="stack">
            <button type="button" class="button danger wide" disabled={cancel.running} onClick={() => void press()}>
              {t.orderCancelYes}
            </button>
            <button type="button" class="button wide" onClick={() => setAsking(false)}>
              {t.orderCancelNo}
            </button>
          </div>
        </Sheet>
      )}
    </>
  )
}
