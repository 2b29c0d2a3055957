import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { unitByCode } from '../units/by-code.ts'
import { unitsById } from '../units/views.ts'

/** The unit behind a scanned or typed code. Refusal: `unitUnknown`. */
export const unitFind: Handler<'unit.find'> = async (deps, { shopId }, { code }) => {
  const found = await unitByCode(deps.db, shopId, code)
  const [unit] = found ? await unitsById(deps.db, shopId, [found.unitId], deps.clock.now()) : []
  return unit ? { unit } : refuse('unitUnknown', { code })
}
