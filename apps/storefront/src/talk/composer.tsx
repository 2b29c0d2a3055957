import { useEffect, useRef, useState } from 'preact/hooks'
import { keep, keptOr } from '../kept.ts'
import { Icon } from '../parts/icon.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { useStorefront } from '../storefront.ts'
import { type Upload, usePhotos } from './use-photos.ts'

const longest = 8000
const typingEvery = 3000

/** Where one writes. What is half written is kept on the device until it is sent. */
export function Composer({ conversationId }: { conversationId: string }) {
  const { t, client } = useStorefront()
  const draftName = `talk-draft-${conversationId}`
  const [text, setText] = useState(() => keptOr(draftName, (value) => (typeof value === 'string' ? value : undefined), ''))
  const field = useRef<HTMLTextAreaElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const toldTyping = useRef(0)
  const { uploads, add, retry, drop } = usePhotos(conversationId)

  const change = (written: string): void => {
    setText(written)
    keep(draftName, written)
    const now = Date.now()
    if (written === '' || now - toldTyping.current < typingEvery) return
    toldTyping.current = now
    client.typing(conversationId)
  }
  const send = (): void => {
    const said = text.trim()
    if (!said) return
    client.send(conversationId, { kind: 'message.text', content: { text: said } })
    toldTyping.current = 0
    change('')
    field.current?.focus()
  }
  useEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 160)}px`
  }, [text])

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {uploads.map((upload) => (
        <UploadLine key={upload.key} upload={upload} retry={() => retry(upload.key)} drop={() => drop(upload.key)} />
      ))}
      <div class="composer-line">
        <button type="button" class="icon-button" aria-label={t.photo} onClick={() => files.current?.click()}>
          <Icon name="photo" />
        </button>
        <input
          ref={files}
          class="unseen"
          type="file"
          accept="image/jpeg,image/png,image/webp"
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <textarea
          ref={field}
          rows={1}
          aria-label={t.write}
          placeholder={t.write}
          maxLength={longest}
          enterkeyhint="send"
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            // While an input method still composes, Enter picks a word.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            send()
          }}
        />
        <button type="submit" class="button primary send" disabled={text.trim() === ''}>
          {t.send}
        </button>
      </div>
    </form>
  )
}

function UploadLine({ upload, retry, drop }: { upload: Upload; retry: () => void; drop: () => void }) {
  const { t } = useStorefront()
  return (
    <div class="upload">
      <img src={upload.preview} alt="" width="56" height="56" />
      {upload.trouble ? (
        <TroubleNote trouble={upload.trouble}>
          <span class="trouble-buttons">
            <button type="button" class="button" onClick={retry}>
              {t.resend}
            </button>
            <button type="button" class="button quiet" onClick={drop}>
              {t.discard}
            </button>
          </span>
        </TroubleNote>
      ) : (
        <span role="status">{t.photoSending}</span>
      )}
    </div>
  )
}
