import { useState } from 'preact/hooks'
import { Choice } from '../parts/choice.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import type { Trouble } from '../use-command.ts'

/** Language, look, size of type, and who is signed in. */
export function SettingsSheet({ close }: { close: () => void }) {
  const { t, settings, change, me } = useStorefront()
  return (
    <Sheet title={t.settings} close={close}>
      <div class="setting">
        <h3>{t.language}</h3>
        <Choice
          look="segments"
          label={t.language}
          value={settings.locale}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          choose={(locale) => void change({ ...settings, locale })}
        />
      </div>
      <div class="setting">
        <h3>{t.largeType}</h3>
        <p class="muted">{t.largeTypeHint}</p>
        <Choice
          look="segments"
          label={t.largeType}
          value={settings.large ? 'on' : 'off'}
          options={[
            { value: 'off', label: t.off },
            { value: 'on', label: t.on },
          ]}
          choose={(large) => void change({ ...settings, large: large === 'on' })}
        />
      </div>
      <div class="setting">
        <h3>{t.theme}</h3>
        <Choice
          look="segments"
          label={t.theme}
          value={settings.theme}
          options={[
            { value: 'system', label: t.themeSystem },
            { value: 'light', label: t.themeLight },
            { value: 'dark', label: t.themeDark },
          ]}
          choose={(theme) => void change({ ...settings, theme })}
        />
      </div>
      <div class="setting">
        {me?.class === 'customer' ? (
          <>
            <h3>{t.signedInAs(me.name || me.phoneMasked || '')}</h3>
            <p class="muted">{t.signOutNote}</p>
            <SignOut close={close} />
          </>
        ) : (
          <a class="button wide" href={addressOf({ at: 'signIn', back: location.hash || '#/' })} onClick={close}>
            {t.signIn}
          </a>
        )}
      </div>
    </Sheet>
  )
}

function SignOut({ close }: { close: () => void }) {
  const { t, signOut } = useStorefront()
  const [running, setRunning] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const press = async (): Promise<void> => {
    setRunning(true)
    const failed = await signOut().catch((): Trouble => ({ kind: 'broken' }))
    if (!failed) return close()
    setRunning(false)
    setTrouble(failed)
  }
  return (
    <>
      <TroubleNote trouble={trouble} />
      <button type="button" class="button wide" disabled={running} onClick={() => void press()}>
        {t.signOut}
      </button>
    </>
  )
}
