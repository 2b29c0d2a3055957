/** Which picture the bytes are by their first ones; undefined for everything else, whatever it is called (F1). */
export function pictureKind(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | undefined {
  const starts = startOf(bytes)
  if (starts([0xff, 0xd8, 0xff])) return 'jpeg'
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'webp'
  return undefined
}

/** Whether the bytes begin as MP4 and MOV do, or WebM (F10): everything else isn't worth a process of its own. */
export function looksLikeClip(bytes: Uint8Array): boolean {
  const starts = startOf(bytes)
  return starts([0x66, 0x74, 0x79, 0x70], 4) || starts([0x1a, 0x45, 0xdf, 0xa3])
}

function startOf(bytes: Uint8Array): (magic: readonly number[], at?: number) => boolean {
  return (magic, at = 0) => magic.every((byte, index) => bytes[at + index] === byte)
}
