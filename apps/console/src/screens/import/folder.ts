import { zip } from 'fflate'

/** A chosen folder as one zip, paths kept, so that the server has one way in. Pictures are small already: stored, not deflated. */
export async function zipOf(files: readonly File[]): Promise<Blob> {
  const entries: Record<string, [Uint8Array, { level: 0 | 6 }]> = {}
  for (const file of files) {
    const path = file.webkitRelativePath || file.name
    entries[path] = [new Uint8Array(await file.arrayBuffer()), { level: /\.csv$/i.test(path) ? 6 : 0 }]
  }
  const bytes = await new Promise<Uint8Array<ArrayBuffer>>((done, failed) => {
    zip(entries, (error, data) => (error ? failed(error) : done(new Uint8Array(data))))
  })
  return new Blob([bytes], { type: 'application/zip' })
}
