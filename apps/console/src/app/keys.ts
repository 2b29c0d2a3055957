import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { usePlace } from '../data/me.tsx'
import { useSettings } from '../data/settings.tsx'

/** Whether a key press is for typing, so that single letters keep their meaning there. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Binds keys to the page while the screen is shown. Single letters obey the person's switch. */
export function useKeys(bindings: Record<string, () => void>): void {
  const { settings } = useSettings()
  const current = useRef(bindings)
  current.current = bindings
  useEffect(() => {
    if (!settings.keys) return undefined
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      // What lies open above the screen has the keys: Esc closes that alone.
      if (document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]')) return
      const act = current.current[event.key] ?? current.current[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    // Before the menu has heard it: closed by then, it couldn't be seen any more.
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  }, [settings.keys])
}

export function useShellKeys(help: () => void): void {
  const navigate = useNavigate()
  const { shop } = usePlace()
  useKeys({
    '/': () => document.querySelector<HTMLInputElement>('#main [data-search]')?.focus(),
    '?': help,
    '1': () => void navigate({ to: '/' }),
    ...(shop.switches.chat && { '2': () => void navigate({ to: '/inbox/{-$conversationId}', params: {} }) }),
    '3': () => void navigate({ to: '/orders' }),
    '4': () => void navigate({ to: '/stock' }),
  })
}
