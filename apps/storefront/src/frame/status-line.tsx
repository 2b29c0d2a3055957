import { useEffect, useState } from 'preact/hooks'
import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'

/** Blips of a second are nobody's business; longer ones are said. */
const patienceMs = 2500

/** One line on top while the network is away or old things are fetched; never in the way. */
export function StatusLine() {
  const { t, me } = useStorefront()
  const connection = useClient((client) => client.connection())
  const network = useNetwork()
  const away = !network || (me !== null && (connection === 'offline' || connection === 'connecting'))
  const said = useLasting(away, patienceMs)
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
    <div class={said ? 'status-line' : 'status-line none'} role="status">
      {said && t.offline}
    </div>
  )
}

function useNetwork(): boolean {
  const [there, setThere] = useState(navigator.onLine)
  useEffect(() => {
    const changed = (): void => setThere(navigator.onLine)
    addEventListener('online', changed)
    addEventListener('offline', changed)
    return () => {
      removeEventListener('online', changed)
      removeEventListener('offline', changed)
    }
  }, [])
  return there
}

/** True once `value` has been true for `ms`; false at once. */
function useLasting(value: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!value) {
      setLasting(false)
      return
    }
    const timer = setTimeout(() => setLasting(true), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return lasting
}
