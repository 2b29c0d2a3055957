import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useSettings } from '../../data/settings.tsx'
import mark from '../../../../../samples/brand/mark.svg'
import styles from './entrance.module.css'

/** The page before the shell: one card on the water. */
export function Entrance({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const { settings, change, say } = useSettings()
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <div className={styles.head}>
          <img src={mark} alt="" />
          <h1>{title}</h1>
        </div>
        {text && <p className="quiet">{text}</p>}
        {children}
        <div className={styles.languages}>
          <Button
            variant="subtle"
            lang={settings.locale === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => change({ locale: settings.locale === 'zh' ? 'en' : 'zh' })}
          >
            {settings.locale === 'zh' ? 'English' : '中文'}
          </Button>
        </div>
      </div>
    </main>
  )
}

/** The token of a one-time link; it stands behind the `#` (spec/people.md P22). */
export function useLinkToken(): string {
  return useLocation().hash
}

/** After any way in: old answers go. */
export function useEntered(): (to?: string) => void {
  const cache = useQueryClient()
  const router = useRouter()
  return (to) => {
    cache.clear()
    router.history.replace(`/console${to ?? '/'}`)
  }
}
