import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const draw = `import sharp from 'sharp'
import { buffer } from 'node:stream/consumers'
const svg = await buffer(process.stdin)
process.stdout.write(await sharp(svg, { density: 300 }).resize(600, 600).flatten({ background: 'white' }).png().toBuffer())`

/** What a camera reads on a printed QR, by the console's own reader. Drawn in another process: in a server's no SVG is opened (F12). */
export async function readQr(svg: string): Promise<string | undefined> {
  const drawn = spawnSync(process.execPath, ['--input-type=module', '-e', draw], { cwd: import.meta.dirname, input: svg })
  if (drawn.status !== 0) throw new Error(drawn.stderr.toString('utf8'))
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true })
  return (await readBarcodes(new Uint8Array(drawn.stdout)))[0]?.text
}
