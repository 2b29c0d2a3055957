import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Between two looks at the picture: 6 a second read a label at once and leave the phone cool. */
const lookEveryMs = 160
/** A label that was told is told again only after it was out of the picture for so long. */
const forgetAfterMs = 2000

/** Shows the camera in `video`; `shown` once it plays, `failed`: no camera, none allowed, or no https. Returns what lets it go. */
export function showCamera(video: HTMLVideoElement, shown: () => Promise<void> | void, failed: () => void): () => void {
  let stopped = false
  let stream: MediaStream | undefined
  const stop = (): void => {
    stopped = true
    for (const track of stream?.getTracks() ?? []) track.stop()
    video.srcObject = null
  }
  const run = async (): Promise<void> => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
    if (stopped) {
      stop()
      return
    }
    video.srcObject = stream
    await video.play()
    await shown()
  }
  run().catch(() => {
    if (stopped) return
    stop()
    failed()
  })
  return stop
}

/** Shows the camera in `video` and tells each QR or Code 128 that comes into its picture. Returns what stops it and lets the camera go. */
export function watchCodes(video: HTMLVideoElement, found: (text: string) => void, failed: () => void): () => void {
  let stopped = false
  let timer = 0
  const seen = new Map<string, number>()
  // The reader's wasm comes from this shop's server, not from a CDN.
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) } })
  const detector = new BarcodeDetector({ formats: ['qr_code', 'code_128'] })
  const look = async (): Promise<void> => {
    for (const code of video.readyState >= 2 ? await detector.detect(video) : []) {
      const now = performance.now()
      if (now - (seen.get(code.rawValue) ?? -forgetAfterMs) >= forgetAfterMs && !stopped) found(code.rawValue)
      seen.set(code.rawValue, now)
    }
    if (!stopped) timer = window.setTimeout(() => void look().catch(fail), lookEveryMs)
  }
  const letGo = showCamera(video, look, failed)
  const stop = (): void => {
    stopped = true
    clearTimeout(timer)
    letGo()
  }
  const fail = (): void => {
    if (stopped) return
    stop()
    failed()
  }
  return stop
}

/** What the camera shows in this moment, as a JPEG. Rejects while it shows nothing yet. */
export async function snapshotOf(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9))
  if (!picture) throw new Error('the camera shows nothing')
  return new File([picture], 'photo.jpg', { type: picture.type })
}
