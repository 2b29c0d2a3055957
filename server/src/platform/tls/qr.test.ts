import { create } from 'qrcode'
import { describe, expect, test } from 'vitest'
import { qrText } from './qr.ts'

const MARGIN = 2
const url = 'https://192.168.1.20:8443/trust'

describe('a QR in the terminal', () => {
  test('T10 holds the code’s squares, two rows a line', async () => {
    const { modules } = create(url, { errorCorrectionLevel: 'M' })
    const lines = (await qrText(url)).split('\n')
    const isDark = (x: number, y: number): boolean => {
      const block = lines[(y + MARGIN) >> 1]?.[x + MARGIN] ?? ' '
      return block === '█' || block === ((y + MARGIN) % 2 === 0 ? '▀' : '▄')
    }
    const wrong: string[] = []
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) if (isDark(x, y) !== Boolean(modules.get(y, x))) wrong.push(`${x},${y}`)
    }
    expect(wrong).toEqual([])
    expect(lines.every((line) => line.length === modules.size + 2 * MARGIN)).toBe(true)
  })

  test('T10 sets both colours on every line, and none without being asked', async () => {
    const coloured = (await qrText(url, { colour: true })).split('\n')
    const plain = (await qrText(url)).split('\n')
    expect(coloured).toEqual(plain.map((line) => `\u001B[38;5;16m\u001B[48;5;231m${line}\u001B[0m`))
    expect(await qrText(url)).not.toContain('\u001B')
  })
})
