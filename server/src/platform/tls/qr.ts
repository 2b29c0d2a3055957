import { toString } from 'qrcode'

const DARK_ON_LIGHT = '\u001B[38;5;16m\u001B[48;5;231m'
const RESET = '\u001B[0m'

/**
 * The address as a QR of half blocks (T10). With `colour`, for a terminal: dark on light whatever the theme is, because
 * some phones don't read a reversed one. Without, for logs and files.
 */
export async function qrText(url: string, { colour = false } = {}): Promise<string> {
  const text = await toString(url, { type: 'utf8', errorCorrectionLevel: 'M', margin: 2 })
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => (colour ? DARK_ON_LIGHT + line + RESET : line)).join('\n')
}
