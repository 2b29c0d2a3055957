import { BufferSource, Input, Logging, LogLevel, MP4, QTFF, WEBM } from 'mediabunny'
import { readPackets } from './packets.ts'
import { playableAudio, playableVideo } from './playable.ts'
import { write } from './write.ts'

export interface Clip {
  container: 'mp4' | 'webm'
  seconds: number
  bytes: Uint8Array
}
export type ClipFault = 'clipType' | 'clipLong' | 'fileBroken'

// What a clip is refused for is said by the refusal, not to the console.
Logging.level = LogLevel.Silent

/**
 * The clip anew, with nothing in it but its pictures and its sound, turned as they were (F11): no re-encoding, so nothing is lost. What
 * isn't carried over is gone: tags, places, names, further tracks. Bounds are those of F10. Untrusted tables may make this loop or eat
 * memory without end, so it runs in child.ts only.
 */
export async function rewrite(bytes: Uint8Array): Promise<Clip | ClipFault> {
  try {
    // From memory, from where no reference leads to another file.
    const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM] })
    if (!(await input.canRead())) return 'clipType'
    const container = (await input.getFormat()) === WEBM ? 'webm' : 'mp4'
    const tracks = await input.getTracks()
    if (tracks.length === 0) return 'fileBroken'
    const video = await playableVideo(container, tracks)
    const audio = await playableAudio(container, tracks)
    if (!video || audio === 'none plays') return 'clipType'
    const read = await readPackets([video, ...(audio ? [audio] : [])], bytes.length)
    if (typeof read === 'string') return read
    const written = await write(container, read.packets, video, audio)
    return { container, seconds: Math.ceil(read.seconds * 1000) / 1000, bytes: written }
  } catch {
    return 'fileBroken'
  }
}
