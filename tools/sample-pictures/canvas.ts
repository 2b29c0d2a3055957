import { type Colour, dark, light } from './colour.ts'

/** `[offset 0…1, colour, opacity 0…1 (default 1)]` */
export type Stop = readonly [number, Colour, number?]
type Point = readonly [number, number]

/** Collects what an SVG needs in `<defs>`; every method returns the attribute value that refers to it. */
export type Canvas = {
  /** Straight gradient; `from` and `to` are shares of the painted shape's box. */
  linear(stops: readonly Stop[], from?: Point, to?: Point): string
  /** Round gradient; `centre` and `radius` are shares of the painted shape's box. */
  radial(stops: readonly Stop[], centre?: Point, radius?: number): string
  /** Soft edge, in pixels. */
  blur(deviation: number): string
  /** Shadow cast on the wall behind, away from the light at the upper left. */
  cast(distance: number, deviation: number, opacity: number): string
  /** Shows only what lies inside an SVG shape. */
  clip(outline: string): string
  svg(width: number, height: number, body: string): string
}

export function createCanvas(): Canvas {
  const defs: string[] = []
  const define = (make: (id: string) => string): string => {
    const id = `d${defs.length}`
    defs.push(make(id))
    return `url(#${id})`
  }
  const stopList = (stops: readonly Stop[]): string =>
    stops.map(([at, colour, opacity = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`).join('')
  const roomy = 'x="-40%" y="-40%" width="180%" height="180%"'
  return {
    linear: (stops, from = [0, 0], to = [0, 1]) =>
      define(
        (id) =>
          `<linearGradient id="${id}" x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}">${stopList(stops)}</linearGradient>`,
      ),
    radial: (stops, centre = [0.5, 0.5], radius = 0.5) =>
      define((id) => `<radialGradient id="${id}" cx="${centre[0]}" cy="${centre[1]}" r="${radius}">${stopList(stops)}</radialGradient>`),
    blur: (deviation) => define((id) => `<filter id="${id}" ${roomy}><feGaussianBlur stdDeviation="${deviation}"/></filter>`),
    cast: (distance, deviation, opacity) =>
      define(
        (id) =>
          `<filter id="${id}" ${roomy}><feDropShadow dx="${distance * 0.6}" dy="${distance}" stdDeviation="${deviation}" flood-color="#1b2a44" flood-opacity="${opacity}"/></filter>`,
      ),
    clip: (outline) => define((id) => `<clipPath id="${id}">${outline}</clipPath>`),
    svg: (width, height, body) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${defs.join('')}</defs>${body}</svg>`,
  }
}

/** Gradient of a round bar that lies across the light: bright a third from the top, a little light from the floor. */
export function barrel(canvas: Canvas, colour: Colour, upright = false): string {
  const stops: Stop[] = [
    [0, dark(colour, 0.12)],
    [0.14, light(colour, 0.25)],
    [0.28, light(colour, 0.62)],
    [0.46, colour],
    [0.84, dark(colour, 0.55)],
    [1, dark(colour, 0.32)],
  ]
  return upright ? canvas.linear(stops, [0, 0], [1, 0]) : canvas.linear(stops)
}

/** Cloth and matte rubber: the same light, softer. */
export function matte(canvas: Canvas, colour: Colour, from: Point = [0, 0], to: Point = [0.35, 1]): string {
  return canvas.linear(
    [
      [0, light(colour, 0.28)],
      [0.45, colour],
      [1, dark(colour, 0.32)],
    ],
    from,
    to,
  )
}

export function shape(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`
}

export function line(d: string, colour: Colour, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
}

export function oval(cx: number, cy: number, rx: number, ry: number, fill: string, more = ''): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`
}

export function box(x: number, y: number, width: number, height: number, radius: number, fill: string, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`
}

export function group(transform: string, body: string, more = ''): string {
  return `<g transform="${transform}" ${more}>${body}</g>`
}

/** A round wire or pole along a path: shade, colour and gleam laid over each other. */
export function tube(d: string, width: number, colour: Colour): string {
  const gleam = `transform="translate(${-width * 0.14} ${-width * 0.16})"`
  return [
    line(d, dark(colour, 0.5), width),
    line(d, colour, width * 0.7),
    line(d, light(colour, 0.6), width * 0.24, `opacity="0.85" ${gleam}`),
  ].join('')
}

/** Repeats a drawing for 0 … count-1. */
export function times(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('')
}

/** The same scatter at every run, so that a picture changes only when its drawing does. Values 0…1. */
export function scatter(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
