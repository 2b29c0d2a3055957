import { mostOfClip } from '@bobber/protocol'
import { type EncodedPacket, EncodedPacketSink, type InputTrack } from 'mediabunny'

/** A minute at 240 pictures a second has 14,400 packets. A table that claims more is no phone's. */
const mostPackets = 20_000

export interface Kept {
  track: InputTrack
  packet: EncodedPacket
  /** seconds: the latest moment its track has come to with it, so that sorting by it keeps each track's order of decoding */
  at: number
}

/**
 * The packets of all tracks in the order they are written in, and how long they last. What lies before the key picture that the shown
 * beginning needs was cut off by whoever filmed it, and stays so. `most`: the clip's bytes.
 */
export async function readPackets(
  tracks: readonly InputTrack[],
  most: number,
): Promise<{ packets: Kept[]; seconds: number } | 'clipLong' | 'fileBroken'> {
  const packets: Kept[] = []
  let [left, seconds] = [most, 0]
  for (const track of tracks) {
    const sink = new EncodedPacketSink(track)
    const first = (await sink.getKeyPacket(0)) ?? (await sink.getFirstKeyPacket())
    let at = Number.NEGATIVE_INFINITY
    for await (const packet of sink.packets(first ?? undefined)) {
      at = Math.max(at, packet.timestamp)
      seconds = Math.max(seconds, packet.timestamp + packet.duration)
      // Tables may name the same bytes again and again: together they are never more than came.
      left -= packet.byteLength
      if (left < 0 || packets.length >= mostPackets || !Number.isFinite(seconds)) return 'fileBroken'
      if (seconds >= mostOfClip.seconds + 1) return 'clipLong'
      packets.push({ track, packet, at })
    }
  }
  if (seconds === 0) return 'fileBroken'
  return { packets: packets.toSorted((one, other) => one.at - other.at), seconds }
}
