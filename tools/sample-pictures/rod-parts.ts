import { barrel, type Canvas, line, oval, scatter, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'

// Rods are drawn along x, butt at the left, in pixels; the picture turns them.

/** A round, tapering piece from `x0` (radius `r0`) to `x1` (radius `r1`). */
export function taper(canvas: Canvas, x0: number, r0: number, x1: number, r1: number, colour: Colour): string {
  const d = `M${x0} ${-r0} L${x1} ${-r1} A${r1 * 0.3} ${r1} 0 0 1 ${x1} ${r1} L${x0} ${r0} A${r0 * 0.3} ${r0} 0 0 1 ${x0} ${-r0} Z`
  return shape(d, barrel(canvas, colour))
}

/** Cork rings with their pores. */
export function cork(canvas: Canvas, x0: number, r0: number, x1: number, r1: number): string {
  const next = scatter(Math.round(x0 + x1 * 7))
  const pores = times(Math.round((x1 - x0) * 0.5), () => {
    const along = next()
    const radius = r0 + (r1 - r0) * along
    const x = x0 + 4 + (x1 - x0 - 8) * along
    return oval(x, (next() * 1.7 - 0.85) * radius, 2 + next() * 4, 1.2 + next() * 1.2, '#8a5a2b', `opacity="${0.25 + next() * 0.4}"`)
  })
  const rings = times(Math.max(0, Math.floor((x1 - x0) / 34) - 1), (ring) => {
    const x = x0 + (ring + 1) * 34
    const radius = r0 + ((r1 - r0) * (x - x0)) / (x1 - x0)
    return line(`M${x} ${-radius} Q${x + radius * 0.35} 0 ${x} ${radius}`, '#a87842', 2, 'opacity="0.55"')
  })
  return taper(canvas, x0, r0, x1, r1, '#d8ae78') + pores + rings
}

/** Thread bound over a guide's foot, with its metal trim. */
export function wrap(canvas: Canvas, x: number, radius: number, length: number, thread: Colour): string {
  return [
    taper(canvas, x - length / 2, radius + 2.5, x + length / 2, radius + 2, thread),
    taper(canvas, x - length / 2 - 5, radius + 2.6, x - length / 2, radius + 2.6, '#d9c08a'),
  ].join('')
}

/** One guide: frame, ring, gleam. `side` 1 hangs below the blank (spinning), -1 stands above (casting). */
export function guide(canvas: Canvas, x: number, blank: number, ring: number, thread: Colour, side: 1 | -1 = 1): string {
  const centre = side * (blank + ring * 1.25)
  const top = side * blank
  const frame = '#3a4250'
  return [
    wrap(canvas, x - ring * 0.75, blank, ring * 1.2, thread),
    wrap(canvas, x + ring * 0.9, blank, ring * 0.9, thread),
    tube(`M${x - ring * 1.1} ${top} L${x - ring * 0.42} ${centre - side * ring * 0.5}`, Math.max(4, ring * 0.2), frame),
    tube(`M${x + ring} ${top} L${x + ring * 0.3} ${centre - side * ring * 0.82}`, Math.max(3.5, ring * 0.16), frame),
    oval(x, centre, ring * 0.52, ring, 'none', `stroke="${dark(frame, 0.3)}" stroke-width="${Math.max(4.5, ring * 0.3)}"`),
    oval(x, centre, ring * 0.52, ring, 'none', `stroke="#aebdcc" stroke-width="${Math.max(1.6, ring * 0.1)}"`),
  ].join('')
}

/** Seat for a spinning reel: dark tube, two metal hoods, thread. */
export function reelSeat(canvas: Canvas, x0: number, x1: number, radius: number, accent: Colour): string {
  const length = x1 - x0
  return [
    taper(canvas, x0, radius * 0.9, x1, radius * 0.88, '#2a3038'),
    taper(canvas, x0, radius * 1.1, x0 + length * 0.2, radius * 1.02, accent),
    taper(canvas, x0 + length * 0.2, radius * 1.05, x0 + length * 0.23, radius * 1.05, '#e6dcc0'),
    taper(canvas, x1 - length * 0.34, radius * 1.02, x1 - length * 0.14, radius * 1.1, accent),
    times(6, (thread) =>
      line(`M${x1 - length * 0.12 + thread * length * 0.018} ${-radius * 0.86} v${radius * 1.72}`, '#0e1218', 2.5, 'opacity="0.6"'),
    ),
    shape(
      `M${x0 + length * 0.24} ${radius * 0.5} H${x1 - length * 0.36} l-8 ${radius * 0.32} H${x0 + length * 0.26} Z`,
      '#0d1117',
      'opacity="0.55"',
    ),
    line(`M${x0 + length * 0.26} ${-radius * 0.46} H${x1 - length * 0.38}`, light(accent, 0.7), 2.5, 'opacity="0.45"'),
  ].join('')
}

/** The polished cap that closes a butt. */
export function buttCap(canvas: Canvas, x: number, radius: number, colour: Colour): string {
  return [
    shape(`M${x + 30} ${-radius} H${x + 12} Q${x - 6} ${-radius} ${x - 6} 0 T${x + 12} ${radius} H${x + 30} Z`, barrel(canvas, colour)),
    taper(canvas, x + 28, radius * 1.03, x + 36, radius * 1.03, '#d9c08a'),
  ].join('')
}
