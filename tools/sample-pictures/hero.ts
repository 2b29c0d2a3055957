import { box, type Canvas, group, line, oval, scatter, shape, times } from './canvas.ts'
import { type Colour, mix } from './colour.ts'
import { standingFloat } from './small-tackle.ts'

/** The lake at two hours. Colours run from the zenith to the near water. */
type Hour = {
  sky: readonly [Colour, Colour, Colour]
  far: Colour
  near: Colour
  water: readonly [Colour, Colour, Colour]
  lamp: Colour
  night: boolean
}

const dawn: Hour = {
  sky: ['#cfe6ea', '#f3ead9', '#fbd3ab'],
  far: '#a9c3c6',
  near: '#4c8184',
  water: ['#f3d3b0', '#9cc9c8', '#2f7378'],
  lamp: '#fff3d4',
  night: false,
}
const dusk: Hour = {
  sky: ['#141d3a', '#3b3f70', '#d9825c'],
  far: '#4a4c78',
  near: '#171f3a',
  water: ['#c87a5e', '#3c4272', '#0f1730'],
  lamp: '#ffe2ae',
  night: true,
}

const shore = 392

function sky(canvas: Canvas, hour: Hour): string {
  const [zenith, middle, horizon] = hour.sky
  const next = scatter(11)
  return [
    box(
      0,
      0,
      1600,
      shore + 8,
      0,
      canvas.linear([
        [0, zenith],
        [0.55, middle],
        [1, horizon],
      ]),
    ),
    hour.night
      ? times(90, () =>
          oval(next() * 1600, next() * 260, 0.8 + next() * 1.6, 0.8 + next() * 1.6, '#fff6dc', `opacity="${0.3 + next() * 0.6}"`),
        )
      : '',
    oval(
      1010,
      330,
      380,
      300,
      canvas.radial([
        [0, hour.lamp, 0.9],
        [1, hour.lamp, 0],
      ]),
    ),
    oval(
      1010,
      hour.night ? 290 : 236,
      62,
      62,
      canvas.linear([
        [0, hour.night ? hour.lamp : '#ffcf8a'],
        [1, hour.night ? mix(hour.lamp, horizon, 0.5) : '#ff9d5c'],
      ]),
    ),
    hour.night
      ? ''
      : times(5, (bird) =>
          line(`M${560 + bird * 46 + (bird % 2) * 18} ${120 + bird * 13} q10 -11 18 0 q9 -11 19 -1`, '#5b7f84', 3.5, 'opacity="0.7"'),
        ),
  ].join('')
}

/** Ridges, each nearer one darker, with mist at their feet. */
function ridges(canvas: Canvas, hour: Hour): string {
  const ridge = (seed: number, height: number, span: number, shade: Colour): string => {
    const next = scatter(seed)
    const count = Math.ceil(1800 / span)
    const tops = Array.from({ length: count }, () => shore - height * (0.5 + next() * 0.5))
    const feet = Array.from({ length: count + 1 }, () => shore - height * (0.2 + next() * 0.25))
    // Level tangents at every top and foot: no ridge has a kink.
    const d = tops.map((top, index) => {
      const at = (share: number): number => (index + share) * span - 100
      return ` C${at(0.2)} ${feet[index]} ${at(0.3)} ${top} ${at(0.5)} ${top} S ${at(0.78)} ${feet[index + 1]} ${at(1)} ${feet[index + 1]}`
    })
    return shape(
      `M-100 ${shore} V${feet[0]}${d.join('')} V${shore} Z`,
      canvas.linear([
        [0, shade],
        [1, mix(shade, hour.sky[2], 0.5)],
      ]),
    )
  }
  return [
    ridge(5, 200, 330, mix(hour.far, hour.sky[1], 0.5)),
    ridge(23, 128, 230, hour.far),
    ridge(41, 70, 290, mix(hour.far, hour.near, 0.5)),
    oval(500, shore - 4, 620, 26, hour.sky[2], `opacity="0.55" filter="${canvas.blur(14)}"`),
    oval(1300, shore - 12, 420, 20, hour.sky[1], `opacity="0.4" filter="${canvas.blur(14)}"`),
  ].join('')
}

function lake(canvas: Canvas, hour: Hour): string {
  const [shine, middle, near] = hour.water
  const next = scatter(91)
  return [
    box(
      0,
      shore,
      1600,
      700 - shore,
      0,
      canvas.linear([
        [0, shine],
        [0.28, middle],
        [1, near],
      ]),
    ),
    group(
      `translate(0 ${shore * 1.44}) scale(1 -0.44)`,
      ridges(canvas, hour),
      `opacity="0.3" clip-path="${canvas.clip(box(0, 0, 1600, shore, 0, '#000'))}"`,
    ),
    times(26, (glint) => {
      const depth = glint / 26
      const width = 30 + next() * 90 + depth * 60
      return line(
        `M${1010 - width / 2 + (next() - 0.5) * (60 + depth * 220)} ${shore + 8 + depth * 200} h${width}`,
        hour.lamp,
        2 + depth * 3,
        `opacity="${0.75 - depth * 0.5}"`,
      )
    }),
    times(34, () => line(`M${next() * 1600} ${shore + 40 + next() * 260} h${40 + next() * 120}`, '#ffffff', 1.5, 'opacity="0.12"')),
  ].join('')
}

/** An angler in a flat boat, far out. */
function boat(hour: Hour): string {
  const shade = hour.night ? '#10172e' : '#2f5558'
  const body = [
    shape('M-86 0 Q-60 16 0 16 T86 0 L74 -4 H-74 Z', shade),
    shape('M-12 -4 Q-16 -34 2 -42 Q20 -34 18 -4 Z', shade),
    oval(3, -52, 9, 10, shade),
    shape('M-16 -56 Q3 -72 22 -56 Z', shade),
    line('M10 -28 L96 -86', shade, 2.5),
    line('M96 -86 Q104 -30 106 14', shade, 1),
  ].join('')
  return group('translate(640 432) scale(0.86)', body) + group('translate(640 446) scale(0.86 -0.6)', body, 'opacity="0.25"')
}

function reeds(hour: Hour): string {
  const next = scatter(7)
  const shade = hour.night ? '#0b1226' : '#2c5b55'
  return times(30, (index) => {
    const x = 1330 + next() * 270
    const height = 110 + next() * 230
    const lean = (next() - 0.6) * 70
    const stalk = line(
      `M${x} 720 Q${x + lean * 0.2} ${720 - height * 0.6} ${x + lean} ${700 - height}`,
      mix(shade, '#6fa08c', hour.night ? 0 : next() * 0.35),
      4 + next() * 4,
    )
    const head =
      index % 4 === 0 ? line(`M${x + lean * 0.92} ${712 - height} l${lean * 0.14} -44`, hour.night ? '#1a1a2c' : '#7b5232', 13) : ''
    return stalk + head
  })
}

/** The small tent on the far bank, lit at dusk. */
function camp(canvas: Canvas, hour: Hour): string {
  if (!hour.night) return ''
  return [
    oval(
      300,
      392,
      90,
      40,
      canvas.radial([
        [0, '#ffcf70', 0.85],
        [1, '#ffcf70', 0],
      ]),
    ),
    shape(
      'M262 394 Q276 352 300 346 Q326 352 340 394 Z',
      canvas.radial(
        [
          [0, '#fff0b8'],
          [1, '#d98a38'],
        ],
        [0.5, 0.8],
        0.7,
      ),
    ),
    shape('M288 394 Q294 366 302 362 Q310 368 314 394 Z', '#fff6d8'),
    times(6, (glint) =>
      line(`M${284 + (glint % 2) * 8} ${402 + glint * 9} h${34 - glint * 3}`, '#ffcf70', 3, `opacity="${0.7 - glint * 0.1}"`),
    ),
  ].join('')
}

function bobber(canvas: Canvas, hour: Hour): string {
  const look = { body: '#e2582f', belly: '#8a2a18', length: 1 }
  const [x, y] = [1180, 560]
  return [
    times(5, (ring) =>
      oval(
        x,
        y,
        54 + ring * 66,
        10 + ring * 13,
        'none',
        `stroke="${hour.lamp}" stroke-width="${4.4 - ring * 0.7}" opacity="${0.8 - ring * 0.14}"`,
      ),
    ),
    `<g opacity="0.45" clip-path="${canvas.clip(box(0, y, 1600, 200, 0, '#000'))}">`,
    group(`translate(${x + 2} ${y + 70}) scale(0.66 -0.5)`, standingFloat(canvas, look), `filter="${canvas.blur(2)}"`),
    '</g>',
    `<g clip-path="${canvas.clip(shape(`M0 0 H1600 V${y} H${x + 46} A46 8 0 0 1 ${x - 46} ${y} H0 Z`, '#000'))}">`,
    group(`translate(${x} ${y - 38}) scale(0.66)`, standingFloat(canvas, look)),
    '</g>',
    line(`M${x - 44} ${y + 1} A46 8 0 0 0 ${x + 44} ${y + 1}`, hour.lamp, 4, 'opacity="0.9"'),
    hour.night
      ? oval(
          x,
          y - 360,
          60,
          60,
          canvas.radial([
            [0, '#c9ff9a', 0.95],
            [0.25, '#9be86a', 0.5],
            [1, '#9be86a', 0],
          ]),
        )
      : '',
  ].join('')
}

function scene(canvas: Canvas, hour: Hour): string {
  return [
    sky(canvas, hour),
    ridges(canvas, hour),
    lake(canvas, hour),
    camp(canvas, hour),
    boat(hour),
    bobber(canvas, hour),
    reeds(hour),
  ].join('')
}

/** 1600 × 700; the left third stays calm, for a name to stand on. */
export const heroAtDawn = (canvas: Canvas): string => scene(canvas, dawn)
export const heroAtDusk = (canvas: Canvas): string => scene(canvas, dusk)
