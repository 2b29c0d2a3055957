import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import type { Kept } from './packets.ts'
import { seiCutter } from './sei.ts'

type Add = (kept: Kept) => Promise<void>

/** A file of these packets, the pictures turned as they were, and nothing else. */
export async function write(
  container: 'mp4' | 'webm',
  packets: readonly Kept[],
  video: InputVideoTrack,
  audio: InputAudioTrack | undefined,
): Promise<Uint8Array> {
  const target = new BufferTarget()
  // The table first: a phone plays before it has everything.
  const format = container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat()
  const output = new Output({ format, target })
  const add = new Map<InputTrack, Add>([[video, await addPictures(output, video)]])
  if (audio) add.set(audio, await addSound(output, audio))
  await output.start()
  for (const kept of packets) await add.get(kept.track)?.(kept)
  await output.finalize()
  if (!target.buffer) throw new Error('nothing was written')
  return new Uint8Array(target.buffer)
}

async function addPictures(output: Output, track: InputVideoTrack): Promise<Add> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()]
  if (!codec || !decoderConfig) throw new Error('pictures that nothing decodes')
  const pictures = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(pictures, { rotation: await track.getRotation(), flip: await track.getFlip() })
  const cut = codec === 'avc' ? seiCutter(decoderConfig.description) : (data: Uint8Array) => data
  return ({ packet, at }) => {
    // Some cameras mark a picture as key that comes before the last one of the group before it.
    const type = packet.timestamp < at ? 'delta' : packet.type
    return pictures.add(packet.clone({ data: cut(packet.data), type, sideData: {} }), { decoderConfig })
  }
}

async function addSound(output: Output, track: InputAudioTrack): Promise<Add> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()]
  if (!codec || !decoderConfig) throw new Error('sound that nothing decodes')
  const sound = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(sound)
  return ({ packet }) => sound.add(packet, { decoderConfig })
}
