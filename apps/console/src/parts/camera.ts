import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Between two looks at the picture: 6 a second read a label at once and leave the phone cool. */
const lookEveryMs = 160
/** A label that was told is told again only after it was out of the picture for so long. */
const forgetAfterMs = 2000

/**
 * Shows the camera in `video` and tells each QR or Code 128 that comes into its picture. `failed`: no camera, none allowed,
 * or no https. Returns what stops it and lets the camera go.
 */
export function watchCodes(video: HTMLVideoElement, found: (text: string) => void, failed: () => void): () => void {
  let stopped = false
  let timer = 0
  let stream: MediaStream | undefined
  const seen = new Map<string, number>()
  const stop = (): void => {
    stopped = true
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
    video.srcObject = null
  }
  const run = async (): Promise<void> => {
    // The reader's wasm comes from this shop's server, not from a CDN.
    prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) } })
    const detector = new BarcodeDetector({ formats: ['qr_code', 'code_128'] })
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
    if (stopped) {
      stop()
      return
    }
    video.srcObject = stream
    await video.play()
    const look = async (): Promise<void> => {
      for (const code of video.readyState >= 2 ? await detector.detect(video) : []) {
        const now = performance.now()
        if (now - (seen.get(code.rawValue) ?? -forgetAfterMs) >= forgetAfterMs && !stopped) found(code.rawValue)
        seen.set(code.rawValue, now)
      }
      if (!stopped) timer = window.setTimeout(() => void look().catch(fail), lookEveryMs)
    }
    await look()
  }
  const fail = (): void => {
    if (stopped) return
    stop()
    failed()
  }
  run().catch(fail)
  return stop
}
