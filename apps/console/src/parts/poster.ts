/** The longest side, in px, that the server keeps. */
const longest = 1440
/** Reading a frame takes tenths of a second; a video that this browser can't read may never say so. */
const patienceMs = 15_000

/**
 * A frame of the video as JPEG, from its first second: the very first is often black. `seconds` is NaN or infinite where the file doesn't tell.
 * @throws when this browser can't read the video
 */
export async function posterOf(clip: Blob): Promise<{ poster: Blob; seconds: number }> {
  // Firefox refuses QuickTime by its name, and plays what is inside.
  const type = clip.type === 'video/quicktime' ? 'video/mp4' : clip.type
  const address = URL.createObjectURL(clip.slice(0, clip.size, type))
  const video = document.createElement('video')
  try {
    // iPhones load the pictures of a video only when it is about to play, and let it play by itself when it is silent and in the page.
    Object.assign(video, { muted: true, playsInline: true, autoplay: true, src: address })
    await told(video, 'loadeddata')
    video.pause()
    const seconds = video.duration
    const found = told(video, 'seeked')
    video.currentTime = Math.min(1, seconds / 3)
    await found
    return { poster: await frameOf(video), seconds }
  } finally {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(address)
  }
}

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth, videoHeight } = video
  const scale = Math.min(1, longest / Math.max(videoWidth, videoHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(videoWidth * scale))
  canvas.height = Math.max(1, Math.round(videoHeight * scale))
  const context = canvas.getContext('2d')
  if (!context || videoWidth === 0) throw new Error('no frame to make a poster of')
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const poster = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  if (!poster) throw new Error('the poster could not be written')
  return poster
}

function told(video: HTMLVideoElement, name: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((done, failed) => {
    const fail = (): void => failed(new Error(`no ${name} of the video`))
    const timer = setTimeout(fail, patienceMs)
    const settle = (how: () => void) => (): void => {
      clearTimeout(timer)
      how()
    }
    video.addEventListener(name, settle(done), { once: true })
    video.addEventListener('error', settle(fail), { once: true })
  })
}
