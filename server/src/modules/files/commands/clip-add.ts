import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { addClip } from '../add-clip.ts'
import { inTurn } from '../turns.ts'

/** A clip for a picture that the asker has added and not published yet; with it it is published, seen and swept (F9). */
export const clipAdd: Handler<'clip.add'> = async (deps, asker, { fileId }, { file }) => {
  if (!file) return refuse('malformed', { detail: 'file' })
  return inTurn(asker, () => addClip(deps, asker, fileId, file))
}
