import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { addPicture } from '../add-picture.ts'
import { blindNetworkOf, mayAdd } from '../quota.ts'
import { inTurn } from '../turns.ts'

/** A picture for a message, a condition report or a product; it is nobody else's to see until it is published. */
export const fileAdd: Handler<'file.add'> = async (deps, asker, _body, { file, network }) => {
  if (!file) return refuse('malformed', { detail: 'file' })
  const counted = await blindNetworkOf(deps, asker, network)
  // Others of his may have been received meanwhile: visitors' come in one by one, and each sees what those before it brought (F8).
  return inTurn(
    asker,
    async () => (await mayAdd(deps, asker, network, file.length)) ?? addPicture(deps, asker.shopId, file, asker.personId, counted),
  )
}
