import { useEffect, useRef } from 'preact/hooks'
import { Empty, TroubleNote } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { addressOf, goInstead } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useCommand } from '../use-command.ts'

/** Where the counter's QR leads: it signs in, and goes to the order it was shown for. */
export function JoinPage({ token }: { token: string }) {
  const { t, shop, signedIn } = useStorefront()
  const use = useCommand('counterQr.use')
  const begun = useRef<string | null>(null)
  useEffect(() => {
    // A token works once: asking twice would refuse the one who just came in.
    if (begun.current === token) return
    begun.current = token
    const join = async (): Promise<void> => {
      const joined = await use.run({ token })
      if (!joined) return
      await signedIn(joined.me)
      const { conversationId } = joined
      goInstead(conversationId !== null && shop.switches.chat ? addressOf({ at: 'talk', conversationId }) : addressOf({ at: 'rentals' }))
    }
    void join()
  }, [token])
  if (!use.trouble) return <Skeleton shape="card" />
  return (
    <Empty icon="alert" title={t.joinFailed} hint={t.joinFailedHint}>
      <TroubleNote trouble={use.trouble} />
      <a class="button" href="#/">
        {t.toShop}
      </a>
    </Empty>
  )
}
