import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { createCanvas } from './canvas.ts'
import { pictures } from './pictures.ts'

/**
 * Draws the sample shop's pictures anew: `node tools/sample-pictures/main.ts [part of a name …]`.
 * Photographic sizes become WebP (a phone on a mountain loads them); avatars stay SVG.
 */
const samples = fileURLToPath(new URL('../../samples/', import.meta.url))
const wanted = process.argv.slice(2)

for (const picture of pictures) {
  if (wanted.length > 0 && !wanted.some((part) => picture.path.includes(part))) continue
  const canvas = createCanvas()
  const svg = Buffer.from(canvas.svg(picture.width, picture.height, picture.draw(canvas)))
  const file = picture.path.endsWith('.svg') ? svg : await sharp(svg).webp({ quality: 82, effort: 6 }).toBuffer()
  const path = join(samples, picture.path)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, file)
  process.stdout.write(`${picture.path} ${Math.ceil(file.length / 1000)} kB\n`)
}

const tile = join(samples, 'brand/tile.svg')
for (const size of [180, 192, 512]) {
  if (wanted.length > 0 && !wanted.includes('icon')) break
  await sharp(tile, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ palette: true })
    .toFile(join(samples, `brand/icon-${size}.png`))
}
