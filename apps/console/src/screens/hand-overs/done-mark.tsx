import { Icon } from '../../parts/icon.tsx'
import styles from './hand-overs.module.css'

export function DoneMark() {
  return (
    <span className={styles.doneMark}>
      <Icon name="check" size={40} />
    </span>
  )
}
