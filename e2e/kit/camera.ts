import { writeFileSync } from 'node:fs'
import sharp from 'sharp'

const [width, height] = [1280, 720]
/** Chromium plays the file over and over; one second of it is enough. */
const frames = 10

/** Writes what a camera sees that is held over `picture` (PNG or JPEG): an uncompressed Y4M for Chromium's fake camera. */
export async function filmOf(picture: Buffer, file: string): Promise<void> {
  const { data } = await sharp(picture)
    .flatten({ background: '#ffffff' })
    .resize(width, height, { fit: 'contain', background: '#8a8f94' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const frame = Buffer.concat([Buffer.from('FRAME\n'), toYuv420(data)])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: frames }, () => frame)]))
}

/** ITU-R BT.601, video range; colour at half the resolution, each sample the one of its upper left pixel. */
function toYuv420(rgb: Buffer): Buffer {
  const luma = Buffer.alloc(width * height)
  const [blue, red] = [Buffer.alloc((width * height) / 4), Buffer.alloc((width * height) / 4)]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const [r, g, b] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0]
      luma[y * width + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b
      if (x % 2 === 1 || y % 2 === 1) continue
      const half = (y / 2) * (width / 2) + x / 2
      blue[half] = 128 - 0.148 * r - 0.291 * g + 0.439 * b
      red[half] = 128 + 0.439 * r - 0.368 * g - 0.071 * b
    }
  }
  return Buffer.concat([luma, blue, red])
}
