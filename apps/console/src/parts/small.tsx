import { Badge } from '@mantine/core'
import type { FeeSheetLine, OrderStage, Picture } from '@bobber/protocol'
import { reasonText } from '@bobber/domain'
import { money } from '../data/money.ts'
import { useSay, useSettings } from '../data/settings.tsx'
import { stageColours } from '../data/stages.ts'
import { Icon } from './icon.tsx'
import styles from './small.module.css'

export function StageBadge({ stage }: { stage: OrderStage }) {
  const say = useSay()
  return <Badge color={stageColours[stage]}>{say(`stage.${stage}`)}</Badge>
}

/** A picture at the size it is needed in; a quiet square when there is none. */
export function Thumb({ picture, alt = '', size = 48 }: { picture: Picture | null; alt?: string; size?: number }) {
  if (!picture) {
    return (
      <span className={styles.thumb} style={{ width: size, height: size }}>
        <Icon name="picture" size={Math.round(size / 2.4)} />
      </span>
    )
  }
  const edge = size <= 48 ? 96 : size <= 180 ? 360 : 768
  return <img className={styles.thumb} src={`/files/${picture.fileId}/${edge}.webp`} width={size} height={size} alt={alt} loading="lazy" />
}

/** Lines with their reason and amount, then what they come to. */
export function FeeLines({ lines }: { lines: readonly FeeSheetLine[] }) {
  const say = useSay()
  const { settings } = useSettings()
  return (
    <ul className={styles.lines}>
      {lines.map((line, at) => (
        <li key={at}>
          <span>
            <b>{say(`fee.${line.kind}`)}</b>
            <span className={styles.reason}>{reasonText(line, settings.locale)}</span>
          </span>
          <span className="figures">{money(line.amount)}</span>
        </li>
      ))}
    </ul>
  )
}

export function Total({ label, amount, strong = false }: { label: string; amount: number; strong?: boolean }) {
  return (
    <div className={strong ? styles.strongTotal : styles.total}>
      <span>{label}</span>
      <span className="figures">{money(amount)}</span>
    </div>
  )
}

/** A QR from SVG text: as a picture, so that nothing in it can run. */
export function QrPicture({ svg, alt, size = 220 }: { svg: string; alt: string; size?: number }) {
  return <img className={styles.qr} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} alt={alt} width={size} height={size} />
}
