import { PRIVATE_RANGES } from './addresses.ts'

export const NAME_CONSTRAINTS = '2.5.29.30'

/** DER of NameConstraints (RFC 5280 §4.2.1.10): permitted are the private ranges, localhost and everything under .local. */
export function localNameConstraints(): Buffer {
  const permitted = [
    ...PRIVATE_RANGES.map(([net, prefix]) => tlv(0x30, tlv(0x87, subnet(net, prefix)))),
    ...['localhost', 'local'].map((name) => tlv(0x30, tlv(0x82, Buffer.from(name)))),
  ]
  return tlv(0x30, tlv(0xa0, Buffer.concat(permitted)))
}

function tlv(tag: number, value: Buffer): Buffer {
  const length = value.length < 128 ? [value.length] : [0x81, value.length]
  if (value.length > 255) throw new RangeError('longer than this encoder needs')
  return Buffer.concat([Buffer.of(tag, ...length), value])
}

/** Address and mask, 4 + 4 or 16 + 16 bytes. */
function subnet(net: string, prefix: number): Buffer {
  const address = bytesOf(net)
  const mask = Buffer.from(address.map((_, at) => 0xff & (0xff << (8 - Math.min(8, Math.max(0, prefix - at * 8))))))
  return Buffer.concat([address, mask])
}

function bytesOf(net: string): Buffer {
  if (!net.includes(':')) return Buffer.from(net.split('.').map(Number))
  // The ranges above are short heads with zeros, or ::1.
  const bytes = Buffer.alloc(16)
  const [head = '', tail = ''] = net.split('::')
  if (head) bytes.writeUInt16BE(Number.parseInt(head, 16), 0)
  if (tail) bytes.writeUInt16BE(Number.parseInt(tail, 16), 14)
  return bytes
}
