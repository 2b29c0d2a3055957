import { type Refusal, refuse, type UpFrame } from '@bobber/protocol'
import { upFrames } from '@bobber/protocol/frames'
import { Compile } from 'typebox/compile'

const checks = new Map(Object.entries(upFrames).map(([name, schema]) => [name, Compile(schema)]))

/** A frame, if it is one: every frame is checked by its own schema (S12). */
export function decodeFrame(text: string): UpFrame | Refusal {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('malformed', { detail: 'JSON' })
  }
  if (typeof value !== 'object' || value === null || !('t' in value) || typeof value.t !== 'string') {
    return refuse('malformed', { detail: 't' })
  }
  const check = checks.get(value.t)
  if (!check?.Check(value)) return refuse('malformed', { detail: value.t.slice(0, 20) })
  return value as UpFrame
}
