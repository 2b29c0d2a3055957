import { useEffect, useState } from 'preact/hooks'
import { useTitle } from '../frame/title.ts'
import { TroubleNote } from '../parts/notice.tsx'
import { goInstead } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useCommand } from '../use-command.ts'
import { normalPhone } from './phone.ts'

/** Phone, then code. Afterwards back to where somebody came from, and what was begun there goes on. */
export function SignInPage({ back }: { back: string }) {
  const { t, me, shop, signedIn } = useStorefront()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [waitUntil, setWaitUntil] = useState(0)
  const [inWindow, setInWindow] = useState(shop.smsInWindow)
  const send = useCommand('phoneCode.send')
  const confirm = useCommand('phoneCode.confirm')
  useTitle(t.signIn)
  const already = me?.class === 'customer'
  useEffect(() => {
    if (already) goInstead(back)
  }, [already, back])

  const sendCode = async (): Promise<void> => {
    const number = normalPhone(phone)
    confirm.clear()
    const sent = await send.run({ phone: number, purpose: 'signIn' })
    if (!sent) return
    setSentTo(number)
    setInWindow(sent.window)
    setWaitUntil(Date.now() + sent.resendAfterMs)
  }
  const confirmCode = async (): Promise<void> => {
    if (sentTo === null) return
    const called = name.trim()
    const done = await confirm.run({ phone: sentTo, purpose: 'signIn', code: code.trim(), ...(called && { name: called }) })
    if (done) signedIn(done.me)
  }
  return (
    <div class="page narrow">
      <h1>{t.signIn}</h1>
      <p class="muted">{t.signInHint}</p>
      {sentTo === null ? (
        <form
          class="card form"
          onSubmit={(event) => {
            event.preventDefault()
            void sendCode()
          }}
        >
          <label class="field">
            <span>{t.phone}</span>
            <input
              type="tel"
              inputMode="tel"
              autocomplete="tel"
              required
              placeholder={t.phoneHint}
              value={phone}
              onInput={(event) => setPhone(event.currentTarget.value)}
            />
          </label>
          {inWindow && <p class="note">{t.codeInWindow}</p>}
          <TroubleNote trouble={send.trouble} />
          <button type="submit" class="button primary wide" disabled={send.running || normalPhone(phone) === ''}>
            {t.codeSend}
          </button>
        </form>
      ) : (
        <form
          class="card form"
          onSubmit={(event) => {
            event.preventDefault()
            void confirmCode()
          }}
        >
          <p role="status">{inWindow ? `${t.codeFor(sentTo)} ${t.codeInWindow}` : t.codeSent(sentTo)}</p>
          <label class="field">
            <span>{t.code}</span>
            <input
              class="code"
              inputMode="numeric"
              autocomplete="one-time-code"
              pattern="\d{6}"
              maxLength={6}
              required
              placeholder={t.codeHint}
              value={code}
              onInput={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
              ref={focusOnce}
            />
          </label>
          <label class="field">
            <span>
              {t.name} <small>({t.optional})</small>
            </span>
            <input autocomplete="name" maxLength={40} value={name} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <TroubleNote trouble={confirm.trouble ?? send.trouble} />
          <button type="submit" class="button primary wide" disabled={confirm.running || code.length !== 6}>
            {t.signIn}
          </button>
          <div class="form-ways">
            <SendAgain until={waitUntil} running={send.running} send={() => void sendCode()} />
            <button type="button" class="button quiet" onClick={() => setSentTo(null)}>
              {t.phoneOther}
            </button>
          </div>
        </form>
      )}
    </div>
  )
}

const focused = new WeakSet<HTMLInputElement>()

/** The code field is the one thing to do here, so it has the focus from the start, but never takes it back. */
function focusOnce(field: HTMLInputElement | null): void {
  if (!field || focused.has(field)) return
  focused.add(field)
  field.focus()
}

function SendAgain({ until, running, send }: { until: number; running: boolean; send: () => void }) {
  const { t } = useStorefront()
  const [left, setLeft] = useState(() => Math.ceil((until - Date.now()) / 1000))
  useEffect(() => {
    const count = (): void => setLeft(Math.ceil((until - Date.now()) / 1000))
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [until])
  return (
    <button type="button" class="button quiet" disabled={running || left > 0} onClick={send}>
      {left > 0 ? t.codeAgainIn(left) : t.codeAgain}
    </button>
  )
}
