import type { HandlersOf } from '../../platform/handler.ts'
import { clipAdd } from './commands/clip-add.ts'
import { fileAdd } from './commands/file-add.ts'

export { addPicture } from './add-picture.ts'
export { handOverFiles } from './hand-over.ts'
export { pictureFor, type PictureViewer } from './picture-for.ts'
export { type Publication, picturesOf, publishFiles } from './publish.ts'
export { forgetNetworks, mayAdd } from './quota.ts'
export { sweepUnused } from './sweep.ts'
export { lockFile, narrowFile, withdrawFiles } from './withdraw.ts'

export const handlers: HandlersOf<'file.add' | 'clip.add'> = { 'file.add': fileAdd, 'clip.add': clipAdd }
