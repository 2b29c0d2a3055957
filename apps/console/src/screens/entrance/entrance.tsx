import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useClient } from '../../data/client-context.tsx'
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

/** After any way in: the client starts over as the new person, and old answers go. */
export function useEntered(): (to?: string) => Promise<void> {
  const client = useClient()
  const cache = useQueryClient()
  const router = useRouter()
  return async (to) => {
    await client.restart()
    cache.clear()
    router.history.replace(`/console${to ?? '/'}`)
  }
}
