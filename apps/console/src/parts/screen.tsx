import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useSay } from '../data/settings.tsx'
import { Icon } from './icon.tsx'
import styles from './screen.module.css'

/** A page: its title, the actions beside it, its content. `back` is the way one level up. */
export function Screen({
  title,
  actions,
  back,
  narrow = false,
  children,
}: {
  title: string
  actions?: ReactNode
  back?: () => void
  narrow?: boolean
  children: ReactNode
}) {
  const say = useSay()
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  return (
    <div className={narrow ? styles.narrow : styles.screen}>
      <header className={styles.head}>
        {back && (
          <button type="button" className={styles.back} onClick={back} aria-label={say('act.back')}>
            <Icon name="left" />
          </button>
        )}
        <h1>{title}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A titled card. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
