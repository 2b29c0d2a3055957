import { box, type Canvas, line, oval, shape, times } from './canvas.ts'
import { type Colour, dark, light, mix } from './colour.ts'

export type Family = 'sand' | 'lake' | 'dusk' | 'night'

const tones: Record<Family, { sky: Colour; wall: Colour; floor: Colour; disc: Colour }> = {
  sand: { sky: '#f8f2e7', wall: '#efe3cf', floor: '#dfccb0', disc: '#fffaf0' },
  lake: { sky: '#e6f3f1', wall: '#c3dfdc', floor: '#9cc6c4', disc: '#f6fdfb' },
  dusk: { sky: '#e3e8f3', wall: '#bccae1', floor: '#98abcb', disc: '#fbf3ec' },
  night: { sky: '#33466d', wall: '#25365a', floor: '#1a2745', disc: '#4a5f8c' },
}

function wall(canvas: Canvas, family: Family): string {
  const tone = tones[family]
  return [
    box(
      0,
      0,
      1200,
      1200,
      0,
      canvas.linear([
        [0, tone.sky],
        [1, tone.wall],
      ]),
    ),
    oval(
      600,
      560,
      450,
      450,
      canvas.linear([
        [0, tone.disc, 0.95],
        [1, tone.disc, 0.18],
      ]),
    ),
  ].join('')
}

/** A wall with the disc of a low sun: for things that lie or hang. */
export function flatLay(canvas: Canvas, family: Family): string {
  const tone = tones[family]
  return [
    wall(canvas, family),
    oval(
      600,
      1240,
      900,
      330,
      canvas.radial([
        [0, tone.floor, 0.7],
        [1, tone.floor, 0],
      ]),
    ),
    times(3, (ring) =>
      oval(
        600,
        1130,
        300 + ring * 150,
        34 + ring * 18,
        'none',
        `stroke="${light(tone.disc, 0.3)}" stroke-width="3" opacity="${0.42 - ring * 0.1}"`,
      ),
    ),
  ].join('')
}

/** The same wall with far hills and a floor: for things that stand. `ground` is where they touch, in pixels. */
export function stage(canvas: Canvas, family: Family, ground = 900): string {
  const tone = tones[family]
  const edge = ground - 110
  const hill = (rise: number, shade: Colour, opacity: number): string =>
    shape(
      `M0 ${edge - rise * 0.5} C150 ${edge - rise * 1.2} 260 ${edge - rise} 400 ${edge - rise * 0.6} S 700 ${edge - rise * 0.1} 860 ${edge - rise * 0.75} S 1100 ${edge - rise * 1.3} 1200 ${edge - rise * 0.8} V${edge + 20} H0 Z`,
      shade,
      `opacity="${opacity}"`,
    )
  return [
    wall(canvas, family),
    hill(120, mix(tone.wall, tone.floor, 0.7), 0.42),
    hill(62, tone.floor, 0.55),
    box(
      0,
      edge,
      1200,
      1200 - edge,
      0,
      canvas.linear([
        [0, mix(tone.floor, tone.wall, 0.45)],
        [0.3, tone.floor],
        [1, dark(tone.floor, family === 'night' ? 0.35 : 0.1)],
      ]),
    ),
    line(`M0 ${edge} H1200`, light(tone.floor, 0.45), 3, 'opacity="0.6"'),
    times(3, (ring) =>
      oval(
        600,
        ground + 30,
        420 + ring * 130,
        62 + ring * 32,
        'none',
        `stroke="${light(tone.floor, 0.5)}" stroke-width="3" opacity="${0.4 - ring * 0.1}"`,
      ),
    ),
  ].join('')
}

/** Shadow on the floor: a dark line of contact in a wide soft pool. */
export function groundShadow(canvas: Canvas, x: number, y: number, width: number, depth = width * 0.14): string {
  return [
    oval(x + width * 0.06, y, width * 0.58, depth, '#1b2a44', `opacity="0.26" filter="${canvas.blur(depth * 0.42)}"`),
    oval(x, y - depth * 0.1, width * 0.46, depth * 0.42, '#1b2a44', `opacity="0.34" filter="${canvas.blur(depth * 0.16)}"`),
  ].join('')
}
