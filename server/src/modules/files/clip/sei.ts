/** NAL unit type 6 of H.264 (ITU-T H.264 table 7-1): supplemental enhancement information. */
const sei = 6

/**
 * Cuts out of H.264 pictures what isn't needed to decode them: dash and action cameras write place and speed there, as "user data".
 * `description` is the track's avcC box, whose fifth byte says how long the lengths before each NAL unit are (ISO/IEC 14496-15, 5.3.3).
 * @throws when a length leads out of the picture
 */
export function seiCutter(description: ArrayBufferView | ArrayBufferLike | undefined): (data: Uint8Array) => Uint8Array {
  if (!description) throw new Error('H.264 without its description')
  const lengthSize = ((bytesOf(description)[4] ?? 0) & 3) + 1
  return (data) => {
    const kept: Uint8Array[] = []
    for (let at = 0; at < data.length;) {
      let length = lengthSize
      for (let index = 0; index < lengthSize; index++) length += (data[at + index] ?? 0) * 256 ** (lengthSize - 1 - index)
      if (at + length > data.length) throw new Error('a NAL unit longer than its picture')
      if (((data[at + lengthSize] ?? 0) & 0x1f) !== sei) kept.push(data.subarray(at, at + length))
      at += length
    }
    return kept.length === 1 && kept[0]?.length === data.length ? data : new Uint8Array(Buffer.concat(kept))
  }
}

function bytesOf(source: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source)
}
