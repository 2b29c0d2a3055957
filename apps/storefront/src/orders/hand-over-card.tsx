import type { UnitHandOver } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { useStorefront } from '../storefront.ts'
import { pictureAddress } from '../words.ts'
import { Sheet } from '../parts/sheet.tsx'

/** The units of one hand-over, each with its code, its condition and what it looked like. */
export function HandOverUnits({ units, names }: { units: readonly UnitHandOver[]; names: ReadonlyMap<string, string> }) {
  const { t } = useStorefront()
  return (
    <ul class="units">
      {units.map((unit) => (
        <li key={`${unit.unitId}${unit.reportId}`}>
          <div class="unit-line">
            <b>{names.get(unit.orderLineId) ?? ''}</b>
            <span>{t.unitCode(unit.unitCode)}</span>
            <span class={`tag condition-${unit.condition}`}>{t.conditions[unit.condition]}</span>
          </div>
          {unit.note && <p class="unit-note">{unit.note}</p>}
          <Snapshots fileIds={unit.pictureIds} name={unit.unitCode} />
        </li>
      ))}
    </ul>
  )
}

/** Small pictures in a row, each opens whole. Their sizes aren't known here, so they are squares. */
export function Snapshots({ fileIds, name }: { fileIds: readonly string[]; name: string }) {
  const { t } = useStorefront()
  const [open, setOpen] = useState<string | null>(null)
  if (fileIds.length === 0) return null
  return (
    <div class="snapshots">
      {fileIds.map((fileId, index) => (
        <button
          key={fileId}
          type="button"
          class="snapshot"
          aria-label={`${name}: ${t.pictureOf(index + 1, fileIds.length)}`}
          onClick={() => setOpen(fileId)}
        >
          <img src={pictureAddress(fileId, 360)} width="96" height="96" loading="lazy" decoding="async" alt="" />
        </button>
      ))}
      {open && (
        <Sheet title={name} close={() => setOpen(null)}>
          <div class="whole-picture">
            <img class="picture seen" src={pictureAddress(open, 1440)} alt={name} />
          </div>
        </Sheet>
      )}
    </div>
  )
}
