import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'

/** One line on top while the network is away or old things are fetched; never in the way. */
export function StatusLine() {
  const { t, me, away } = useStorefront()
  const connection = useClient((client) => client.connection())
  if ((connection === 'gone' || connection === 'nobody') && me !== null) {
    return (
      <div class="status-line" role="status">
        {t.tooOld}
        <button type="button" class="button quiet" onClick={() => location.reload()}>
          {t.reload}
        </button>
      </div>
    )
  }
  return (
    <div class={away ? 'status-line' : 'status-line none'} role="status">
      {away && t.offline}
    </div>
  )
}
