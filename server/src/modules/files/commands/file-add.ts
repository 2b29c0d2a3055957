import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { addPicture } from '../add-picture.ts'
import { blindNetworkOf } from '../quota.ts'
import { inTurn } from '../turns.ts'

/** A picture for a message, a condition report or a product; it is nobody else's to see until it is published. */
export const fileAdd: Handler<'file.add'> = async (deps, asker, _body, { file, network }) => {
  if (!file) return refuse('malformed', { detail: 'file' })
  const counted = await blindNetworkOf(deps, asker, network)
  return inTurn(asker, () => addPicture(deps, asker.shopId, file, asker.personId, counted))
}
