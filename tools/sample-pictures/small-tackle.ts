import { flatLay, groundShadow, stage } from './backdrops.ts'
import { barrel, box, type Canvas, group, line, oval, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'

/** A plastic spool full of line, its face turned a little to the left; centred at (0, 0), about 640 × 660. */
function lineSpool(canvas: Canvas, cord: Colour, rim: Colour): string {
  const face = canvas.linear(
    [
      [0, light(rim, 0.6)],
      [0.45, rim],
      [1, dark(rim, 0.4)],
    ],
    [0.1, 0],
    [0.7, 1],
  )
  const winding = canvas.linear([
    [0, dark(cord, 0.3)],
    [0.2, light(cord, 0.55)],
    [0.42, cord],
    [0.85, dark(cord, 0.5)],
    [1, dark(cord, 0.35)],
  ])
  return [
    oval(150, 0, 170, 330, dark(rim, 0.35)),
    oval(138, 0, 168, 328, face),
    shape('M-110 -262 H140 A132 262 0 0 1 140 262 H-110 Z', winding),
    times(24, (turn) =>
      line(
        `M${-96 + turn * 10.4} -262 A132 262 0 0 1 ${-96 + turn * 10.4} 262`,
        turn % 3 === 0 ? light(cord, 0.6) : dark(cord, 0.4),
        1.8,
        'opacity="0.4"',
      ),
    ),
    oval(-88, 0, 172, 332, dark(rim, 0.5)),
    oval(-112, 0, 170, 330, face),
    oval(-112, 0, 150, 292, 'none', `stroke="${dark(rim, 0.25)}" stroke-width="4" opacity="0.5"`),
    oval(
      -112,
      0,
      128,
      250,
      canvas.linear(
        [
          [0, dark(rim, 0.25)],
          [1, light(rim, 0.3)],
        ],
        [0.2, 0],
        [0.7, 1],
      ),
    ),
    oval(-112, 0, 56, 108, dark(rim, 0.7)),
    oval(-102, 4, 46, 96, '#10151c', 'opacity="0.75"'),
    times(6, (hole) => {
      const angle = (hole * Math.PI) / 3 + 0.5
      return oval(-112 + 92 * Math.cos(angle), 178 * Math.sin(angle), 13, 26, dark(rim, 0.55), 'opacity="0.7"')
    }),
    line('M-214 -196 A170 330 0 0 1 -150 -300', '#ffffff', 9, 'opacity="0.7"'),
  ].join('')
}

export function mainLine(canvas: Canvas): string {
  return [
    stage(canvas, 'lake', 930),
    groundShadow(canvas, 780, 852, 420, 46),
    group('translate(800 610) scale(0.74)', lineSpool(canvas, '#c98a3a', '#4c5966')),
    groundShadow(canvas, 470, 946, 520, 60),
    group('translate(470 630) scale(0.96)', lineSpool(canvas, '#4f9f6a', '#eef0ea')),
    line('M600 872 C700 960 840 930 880 985 S 1010 1060 1090 1010', '#1b2a44', 5, `opacity="0.2" filter="${canvas.blur(4)}"`),
    line('M598 866 C700 950 840 918 880 972 S 1010 1048 1090 998', dark('#4f9f6a', 0.2), 5),
    line('M598 865 C700 949 840 917 880 971 S 1010 1047 1090 997', light('#4f9f6a', 0.7), 1.8),
  ].join('')
}

/** A hook hanging from its spade; (0, 0) is the end of the shank, about 330 × 520 at scale 1. */
function hook(canvas: Canvas, colour: Colour, gape: number): string {
  const half = gape / 2
  return [
    tube(
      `M0 0 V330 C0 ${330 + half * 1.35} ${gape} ${330 + half * 1.35} ${gape} 330 C${gape} 290 ${gape - 6} 262 ${gape - 18} 226`,
      25,
      colour,
    ),
    shape(
      `M${gape - 31} 232 Q${gape - 44} 190 ${gape - 42} 132 Q${gape - 14} 176 ${gape - 5} 224 Z`,
      barrel(canvas, light(colour, 0.2), true),
    ),
    shape(`M${gape - 36} 206 Q${gape - 50} 236 ${gape - 72} 252 Q${gape - 44} 262 ${gape - 22} 250 Z`, barrel(canvas, light(colour, 0.1))),
    shape('M-13 20 L-26 -30 Q0 -44 26 -30 L13 20 Z', barrel(canvas, light(colour, 0.12), true)),
    times(7, (turn) => line(`M-14 ${34 + turn * 11} L14 ${40 + turn * 11}`, '#c8502f', 8)),
    line('M0 36 C-30 -60 60 -120 20 -260', light('#9fb6c6', 0.2), 5),
  ].join('')
}

export function hooks(canvas: Canvas): string {
  const lay = (x: number, y: number, turn: number, scale: number, colour: Colour, gape: number): string =>
    group(`translate(${x} ${y}) rotate(${turn}) scale(${scale})`, hook(canvas, colour, gape))
  return [
    flatLay(canvas, 'sand'),
    `<g filter="${canvas.cast(20, 9, 0.34)}">`,
    lay(200, 400, 10, 1.12, '#55616f', 190),
    lay(475, 380, 0, 1.36, '#a97b3a', 200),
    lay(845, 420, -10, 1.12, '#55616f', 180),
    '</g>',
  ].join('')
}

export type FloatLook = { body: Colour; belly: Colour; length: number }

/** A standing float, tip up; (0, 0) is the middle of its body. Body about 90 × 330 at length 1. */
export function standingFloat(canvas: Canvas, look: FloatLook): string {
  const bands: Colour[] = ['#e8452c', '#fff6dc', '#e8452c', '#2b3038', '#f2c230', '#2b3038', '#3f9b57', '#2b3038', '#e8452c']
  const high = 330 * look.length
  const top = -high * 0.52
  const body = `M0 ${top} C20 ${top + high * 0.12} 58 ${-high * 0.12} 54 ${high * 0.06} C50 ${high * 0.26} 18 ${high * 0.42} 0 ${high * 0.5} C-18 ${high * 0.42} -50 ${high * 0.26} -54 ${high * 0.06} C-58 ${-high * 0.12} -20 ${top + high * 0.12} 0 ${top} Z`
  const clip = canvas.clip(`<path d="${body}"/>`)
  return [
    box(-5, high * 0.44, 10, 250, 4, barrel(canvas, '#3a4048', true)),
    ...bands.map((colour, index) =>
      box(-8 + index * 0.3, top - 36 * (bands.length - index) + 12, 16 - index * 0.6, 37, 2, barrel(canvas, colour, true)),
    ),
    shape(body, barrel(canvas, look.body, true)),
    `<g clip-path="${clip}">`,
    box(-70, high * 0.1, 140, 14, 0, '#f0d9a0'),
    box(-70, high * 0.1 + 20, 140, high, 0, barrel(canvas, look.belly, true), 'opacity="0.92"'),
    box(-70, high * 0.1 + 20, 140, 8, 0, '#f0d9a0'),
    '</g>',
    shape(`M-24 ${-high * 0.22} Q-42 0 -24 ${high * 0.2} Q-30 0 -24 ${-high * 0.22} Z`, '#ffffff', 'opacity="0.75"'),
    box(-8, high * 0.5 - 14, 16, 26, 4, barrel(canvas, '#d9c08a', true)),
    oval(0, high * 0.44 + 262, 9, 14, 'none', 'stroke="#8b97a3" stroke-width="5"'),
  ].join('')
}

export function floats(canvas: Canvas): string {
  const lay = (x: number, y: number, turn: number, scale: number, look: FloatLook): string =>
    group(`translate(${x} ${y}) rotate(${turn}) scale(${scale})`, standingFloat(canvas, look))
  return [
    flatLay(canvas, 'lake'),
    `<g filter="${canvas.cast(24, 12, 0.3)}">`,
    lay(350, 650, -13, 1.12, { body: '#d8562f', belly: '#7e2416', length: 0.9 }),
    lay(600, 640, 0, 1.2, { body: '#2f8a84', belly: '#143f44', length: 1.08 }),
    lay(850, 650, 13, 1.12, { body: '#e3ac3c', belly: '#8a4d18', length: 0.9 }),
    '</g>',
  ].join('')
}

/** The float at work: half of it under the water, the light on the rings around it. */
export function floatOnWater(canvas: Canvas): string {
  const rings = times(6, (ring) =>
    oval(
      600,
      780,
      110 + ring * 105,
      22 + ring * 23,
      'none',
      `stroke="#f7fdfb" stroke-width="${7 - ring * 0.9}" opacity="${0.75 - ring * 0.1}"`,
    ),
  )
  return [
    box(
      0,
      0,
      1200,
      1200,
      0,
      canvas.linear([
        [0, '#f9dcc0'],
        [0.3, '#f6e6d4'],
        [0.5, '#cfe3e0'],
        [1, '#a9d0cd'],
      ]),
    ),
    oval(
      860,
      300,
      130,
      130,
      canvas.linear([
        [0, '#fff9ea'],
        [1, '#ffe2b8'],
      ]),
      'opacity="0.95"',
    ),
    shape('M0 470 C160 380 300 360 440 430 S 760 480 900 420 S 1120 380 1200 430 V520 H0 Z', '#8fb5b6', 'opacity="0.6"'),
    shape('M0 500 C200 440 380 470 560 486 S 980 450 1200 490 V540 H0 Z', '#5f9396', 'opacity="0.75"'),
    box(
      0,
      512,
      1200,
      688,
      0,
      canvas.linear([
        [0, '#a8cfcd'],
        [0.35, '#5fa3a4'],
        [1, '#22616a'],
      ]),
    ),
    times(9, (glint) =>
      line(
        `M${760 - glint * 9 + (glint % 2) * 40} ${540 + glint * 22} h${200 - glint * 10}`,
        '#fff3d6',
        7,
        `opacity="${0.7 - glint * 0.06}"`,
      ),
    ),
    rings,
    `<g opacity="0.5" clip-path="${canvas.clip(box(0, 780, 1200, 420, 0, '#000'))}">`,
    group(
      'translate(604 945) scale(1.25 -0.95)',
      standingFloat(canvas, { body: '#d8562f', belly: '#7e2416', length: 1 }),
      `filter="${canvas.blur(3)}"`,
    ),
    '</g>',
    `<g clip-path="${canvas.clip(shape('M0 0 H1200 V780 H690 A90 17 0 0 1 510 780 H0 Z', '#000'))}">`,
    group('translate(600 712) scale(1.25)', standingFloat(canvas, { body: '#d8562f', belly: '#7e2416', length: 1 })),
    '</g>',
    line('M510 782 A90 20 0 0 0 690 782', '#f7fdfb', 7, 'opacity="0.9"'),
  ].join('')
}
