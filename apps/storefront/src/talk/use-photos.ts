import { isRefusal } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { useStorefront } from '../storefront.ts'
import type { Trouble } from '../use-command.ts'
import { shrink } from './shrink.ts'

/** A photo on its way to the shop; it becomes a message once the server has it. */
export interface Upload {
  readonly key: string
  readonly photo: Blob
  readonly preview: string
  readonly trouble: Trouble | null
}
const atOnce = 9

/** Photos are shrunk, uploaded one after the other, then sent; one that fails stays, to be tried again. */
export function usePhotos(conversationId: string): {
  uploads: readonly Upload[]
  add: (files: readonly File[]) => void
  retry: (key: string) => void
  drop: (key: string) => void
} {
  const { client } = useStorefront()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const drop = (key: string): void =>
    setUploads((all) => {
      for (const upload of all) if (upload.key === key) URL.revokeObjectURL(upload.preview)
      return all.filter((upload) => upload.key !== key)
    })
  const failed = (key: string, trouble: Trouble | null): void =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, trouble } : upload)))

  const upload = async ({ key, photo }: Upload): Promise<void> => {
    failed(key, null)
    try {
      const kept = await client.call('file.add', {}, await shrink(photo))
      if (isRefusal(kept)) return failed(key, { kind: 'refused', refusal: kept })
      client.send(conversationId, { kind: 'message.image', content: { fileId: kept.fileId, width: kept.width, height: kept.height } })
      drop(key)
    } catch {
      failed(key, { kind: 'broken' })
    }
  }
  const add = (files: readonly File[]): void => {
    const chosen = files
      .slice(0, atOnce)
      .map((photo): Upload => ({ key: crypto.randomUUID(), photo, preview: URL.createObjectURL(photo), trouble: null }))
    setUploads((all) => [...all, ...chosen])
    void chosen.reduce(async (before, one) => {
      await before
      await upload(one)
    }, Promise.resolve())
  }
  const retry = (key: string): void => {
    const again = uploads.find((one) => one.key === key)
    if (again) void upload(again)
  }
  return { uploads, add, retry, drop }
}
