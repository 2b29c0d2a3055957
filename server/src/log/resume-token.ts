/**
 * Where a device's log ends: opaque on the wire, because a counter would tell the shop's business (spec/sync.md S1).
 * Inside: shop 16 ‖ incarnation 16 ‖ position u64 ‖ whole u8.
 */
export interface ResumePoint {
  shopId: string
  incarnationId: string
  position: number
  /**
   * The device holds the log as it was there. False for a place on the way (between the parts of what was missed, after a snapshot): rows
   * that changed again later are held as they were later, or not yet, and only the rest of this very past makes them right.
   */
  whole: boolean
}

const length = 41

/** Seals bytes into text and back; undefined for what this server didn't make. The vault is one, the simulation has another. */
export interface TokenSeal {
  seal(bytes: Uint8Array): string
  open(token: string): Uint8Array | undefined
}

export function sealResume(seal: TokenSeal, point: ResumePoint): string {
  const bytes = Buffer.alloc(length)
  bytes.write(point.shopId.replaceAll('-', ''), 0, 16, 'hex')
  bytes.write(point.incarnationId.replaceAll('-', ''), 16, 16, 'hex')
  bytes.writeBigUInt64BE(BigInt(point.position), 32)
  bytes.writeUInt8(point.whole ? 1 : 0, 40)
  return seal.seal(bytes)
}

export function openResume(seal: TokenSeal, token: string): ResumePoint | undefined {
  const opened = seal.open(token)
  if (opened?.length !== length) return undefined
  const bytes = Buffer.from(opened.buffer, opened.byteOffset, length)
  return {
    shopId: idOf(bytes.subarray(0, 16)),
    incarnationId: idOf(bytes.subarray(16, 32)),
    position: Number(bytes.readBigUInt64BE(32)),
    whole: bytes.readUInt8(40) === 1,
  }
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
