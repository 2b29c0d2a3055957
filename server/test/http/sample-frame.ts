import { type UpFrames, upFrames } from '@bobber/protocol/frames'
import { fieldOf, fill, type Path, type Schema } from './sample-body.ts'

export type FrameName = keyof UpFrames
export const frameNames = Object.keys(upFrames) as FrameName[]

/** Messages of each kind: the frame's own schema leaves their contents open. */
const contents = [
  { kind: 'message.text', content: { text: '在吗' } },
  { kind: 'message.card', content: { card: { kind: 'product', productId: '' } } },
  { kind: 'message.card', content: { card: { kind: 'order', orderId: '' } } },
  { kind: 'message.image', content: { fileId: '', width: 1, height: 1 } },
] as const

/** Frames of a kind that the schema takes, with every optional field, and `id` wherever an id or a token belongs. */
export function sampleFrames(name: FrameName, id: (path: Path) => string): Record<string, unknown>[] {
  const schema: Schema = upFrames[name]
  const frame = fill(schema, { id, has: () => true }) as Record<string, unknown>
  if (name !== 'send') return [frame]
  return contents.map(({ kind, content }) => ({ ...frame, kind, content: withIds(content, id, ['content']), privately: false }))
}

function withIds(value: unknown, id: (path: Path) => string, path: Path): unknown {
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIds(inner, id, [...path, key])]))
  return value === '' && fieldOf(path).endsWith('Id') ? id(path) : value
}
