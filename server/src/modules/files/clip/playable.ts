import type { InputAudioTrack, InputTrack, InputVideoTrack } from 'mediabunny'

type Container = 'mp4' | 'webm'

/**
 * What every browser of today plays, as RFC 6381 names it: of H.264 the profiles with 8 bits and 4:2:0. HEVC plays on Apple's only, AV1
 * not on an iPhone of before 2023.
 */
const videoCodecs: Record<Container, RegExp> = { mp4: /^avc1\.(42|4d|64)|^vp09\.00/i, webm: /^vp8$|^vp09\.00/ }
const audioCodecs: Record<Container, ReadonlySet<string | null>> = { mp4: new Set(['aac', 'mp3', 'opus']), webm: new Set(['opus']) }
const longestSide = 4096 // px

/** The one track of pictures that plays; undefined when there is none, or a choice. Cameras add others, such as a preview. */
export async function playableVideo(container: Container, tracks: readonly InputTrack[]): Promise<InputVideoTrack | undefined> {
  const playing: InputVideoTrack[] = []
  for (const track of tracks) {
    if (!track.isVideoTrack()) continue
    const codec = await track.getCodecParameterString()
    const longest = Math.max(await track.getDisplayWidth(), await track.getDisplayHeight())
    if (codec !== null && videoCodecs[container].test(codec) && longest > 0 && longest <= longestSide) playing.push(track)
  }
  return playing.length === 1 ? playing[0] : undefined
}

/** The first track of sound that plays, where a phone adds one for its own kind; undefined: a clip without sound. */
export async function playableAudio(
  container: Container,
  tracks: readonly InputTrack[],
): Promise<InputAudioTrack | 'none plays' | undefined> {
  const sounds = tracks.filter((track) => track.isAudioTrack())
  for (const track of sounds) if (audioCodecs[container].has(await track.getCodec())) return track
  return sounds.length === 0 ? undefined : 'none plays'
}
