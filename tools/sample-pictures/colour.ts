/** A colour as `#rrggbb`. */
export type Colour = string

function channels(colour: Colour): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** `share` 0 gives `a`, 1 gives `b`; mixed per sRGB channel, which is enough for shading. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const [from, to] = [channels(a), channels(b)]
  const mixed = from.map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share))
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** Lights are warm and shadows cool, as under an open sky; pure white and black look like plastic. */
export const light = (colour: Colour, share: number): Colour => mix(colour, '#fffaf0', share)
export const dark = (colour: Colour, share: number): Colour => mix(colour, '#101a2c', share)
