import type { JoinLook } from '@bobber/protocol'
import { useEffect, useState } from 'preact/hooks'
import { useTitle } from '../frame/title.ts'
import { Empty, TroubleNote } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { addressOf, goInstead } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useCommand } from '../use-command.ts'

/**
 * Where the counter's QR leads. An address may come from anybody, so it first says whom it signs in, and does it by a tap (C17); then it
 * goes to the order it was shown for.
 */
export function JoinPage({ token }: { token: string }) {
  const { t, shop, signedIn } = useStorefront()
  const look = useCommand('counterQr.look')
  const use = useCommand('counterQr.use')
  const [found, setFound] = useState<JoinLook | null>(null)
  useTitle(t.joinTitle(shop.name))
  useEffect(() => {
    void look.run({ token }).then(setFound)
  }, [token])
  const join = async (keepTalk: boolean): Promise<void> => {
    const joined = await use.run({ token, keepTalk })
    if (!joined) return
    signedIn(joined.me)
    const { conversationId } = joined
    goInstead(conversationId !== null && shop.switches.chat ? addressOf({ at: 'talk', conversationId }) : addressOf({ at: 'rentals' }))
  }
  const trouble = use.trouble ?? look.trouble
  if (trouble) {
    return (
      <Empty icon="alert" title={t.joinFailed} hint={t.joinFailedHint}>
        <TroubleNote trouble={trouble} />
        <a class="button" href="#/">
          {t.toShop}
        </a>
      </Empty>
    )
  }
  if (!found) return <Skeleton shape="card" />
  return <Question found={found} running={use.running} join={(keepTalk) => void join(keepTalk)} />
}

function Question({ found, running, join }: { found: JoinLook; running: boolean; join: (keepTalk: boolean) => void }) {
  const { t, me, shop } = useStorefront()
  const isGuest = me?.class === 'guest' && !found.same
  return (
    <div class="page narrow">
      <h1>{t.joinTitle(shop.name)}</h1>
      <div class="card form">
        <p>{found.name === null || found.same ? t.joinHint : t.joinAs(found.name)}</p>
        {me?.class === 'customer' && !found.same && <p class="note">{t.joinInstead(me.name || me.phoneMasked || '')}</p>}
        {isGuest && <p>{t.joinTalk}</p>}
        <button type="button" class="button primary wide" disabled={running} onClick={() => join(isGuest)}>
          {isGuest ? t.joinWithTalk : t.joinGo}
        </button>
        {isGuest && (
          <button type="button" class="button wide" disabled={running} onClick={() => join(false)}>
            {t.joinWithoutTalk}
          </button>
        )}
        <a class="button quiet wide" href="#/">
          {t.joinNot}
        </a>
      </div>
    </div>
  )
}
