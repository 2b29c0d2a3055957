import type { Locale } from '@bobber/protocol'
import { keep, keptOr } from './kept.ts'

/** How somebody likes the page; kept on the device, never sent. */
export interface Settings {
  readonly locale: Locale
  /** `system` follows the phone */
  readonly theme: 'system' | 'light' | 'dark'
  /** 长辈版: larger type, larger targets */
  readonly large: boolean
}

const languages: Record<Locale, string> = { zh: 'zh-CN', en: 'en' }

function readSettings(value: unknown): Settings | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const theme = 'theme' in value && (value.theme === 'light' || value.theme === 'dark') ? value.theme : 'system'
  return { locale: 'locale' in value && value.locale === 'en' ? 'en' : 'zh', theme, large: 'large' in value && value.large === true }
}

/** Chinese unless the device asks for another language first and never for Chinese. */
function firstLocale(asked: readonly string[]): Locale {
  return asked.length === 0 || asked.some((language) => language.startsWith('zh')) ? 'zh' : 'en'
}

export function loadSettings(asked: readonly string[]): Settings {
  return keptOr('settings', readSettings, { locale: firstLocale(asked), theme: 'system', large: false })
}

export function keepSettings(settings: Settings): void {
  keep('settings', settings)
}

/** Puts the settings on the document; all looks follow from there by CSS. */
export function applySettings(settings: Settings, root: HTMLElement): void {
  root.lang = languages[settings.locale]
  root.dataset['theme'] = settings.theme
  root.dataset['size'] = settings.large ? 'large' : 'normal'
}
