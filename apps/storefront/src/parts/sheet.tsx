import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useStorefront } from '../storefront.ts'
import { Icon } from './icon.tsx'

interface Props {
  readonly title: string
  readonly children: ComponentChildren
  close: () => void
}

/** Comes up from the lower edge on a phone, stands in the middle on a desk. The browser's own dialog keeps the focus and Esc. */
export function Sheet({ title, children, close }: Props) {
  const { t } = useStorefront()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="sheet-inside">
        <header class="sheet-head">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label={t.close} onClick={close}>
            <Icon name="clear" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
