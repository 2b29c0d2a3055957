import type { Locale } from '@bobber/protocol'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { type Say, sayIn } from '../words/catalogue.ts'

/** What belongs to this device, not to the person: kept in localStorage. */
export interface DeviceSettings {
  locale: Locale
  large: boolean
  /** single-letter keys can be switched off (WCAG 2.1.4) */
  keys: boolean
}
const place = 'bobber-console'

export function readSettings(): DeviceSettings {
  const first: DeviceSettings = { locale: navigator.language.startsWith('en') ? 'en' : 'zh', large: false, keys: true }
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    return typeof kept === 'object' && kept !== null ? { ...first, ...kept } : first
  } catch {
    // Unreadable or forbidden storage: the page works with its defaults.
    return first
  }
}

interface Shared {
  settings: DeviceSettings
  change: (part: Partial<DeviceSettings>) => void
  say: Say
}
const SettingsContext = createContext<Shared | null>(null)

export function SettingsProvider({ children, onLocale }: { children: ReactNode; onLocale: () => void }) {
  const [settings, setSettings] = useState(readSettings)
  const change = useCallback(
    (part: Partial<DeviceSettings>) => {
      const next = { ...settings, ...part }
      localStorage.setItem(place, JSON.stringify(next))
      setSettings(next)
      if (next.locale !== settings.locale) onLocale()
    },
    [settings, onLocale],
  )
  useEffect(() => {
    document.documentElement.lang = settings.locale === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.toggleAttribute('data-large', settings.large)
  }, [settings])
  const shared = useMemo(() => ({ settings, change, say: sayIn(settings.locale) }), [settings, change])
  return <SettingsContext value={shared}>{children}</SettingsContext>
}

export function useSettings(): Shared {
  const shared = useContext(SettingsContext)
  if (!shared) throw new Error('a screen outside SettingsProvider')
  return shared
}

/** The words in the device's language. */
export function useSay(): Say {
  return useSettings().say
}
