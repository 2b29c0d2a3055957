import { flatLay, groundShadow, stage } from './backdrops.ts'
import { barrel, box, type Canvas, group, line, matte, oval, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'

/** Packed: a drawstring sack about 180 × 280 around (0, 0). */
function sack(canvas: Canvas, colour: Colour): string {
  return [
    shape(
      'M-92 -110 Q-104 40 -88 130 Q0 164 88 130 Q104 40 92 -110 Q0 -136 -92 -110 Z',
      canvas.linear(
        [
          [0, dark(colour, 0.1)],
          [0.25, light(colour, 0.4)],
          [0.5, colour],
          [1, dark(colour, 0.5)],
        ],
        [0, 0],
        [1, 0],
      ),
    ),
    shape('M-92 -110 Q-60 -150 -30 -158 Q0 -150 30 -158 Q60 -150 92 -110 Q0 -84 -92 -110 Z', matte(canvas, dark(colour, 0.2))),
    times(5, (fold) =>
      line(`M${-58 + fold * 29} -104 Q${-40 + fold * 20} -128 ${-20 + fold * 10} -152`, dark(colour, 0.5), 4, 'opacity="0.5"'),
    ),
    line('M-10 -154 C-50 -210 40 -230 30 -180 S 0 -130 60 -120', '#f0c17c', 6),
    box(-95, 20, 190, 22, 4, '#101a2c', 'opacity="0.35"'),
    box(-14, 14, 28, 34, 6, '#20262e'),
  ].join('')
}

/** Puffed channels across a shape, each lit from above; `half` is half the width to cover. */
function channels(canvas: Canvas, from: number, to: number, height: number, half: number, colour: Colour): string {
  const puff = canvas.linear([
    [0, dark(colour, 0.34)],
    [0.16, light(colour, 0.12)],
    [0.36, light(colour, 0.36)],
    [0.7, colour],
    [1, dark(colour, 0.42)],
  ])
  return times(Math.ceil((to - from) / height), (index) => {
    const y = from + index * height
    return shape(`M${-half} ${y} Q0 ${y + 24} ${half} ${y} V${y + height} Q0 ${y + height + 24} ${-half} ${y + height} Z`, puff)
  })
}

function mummy(canvas: Canvas): string {
  const colour = '#2c5f7c'
  const lining = '#e08a3a'
  const outline =
    'M0 -500 C110 -500 168 -430 172 -330 C174 -290 190 -270 222 -230 C262 -170 246 40 210 220 C190 330 176 400 150 440 Q110 492 0 492 Q-110 492 -150 440 C-176 400 -190 330 -210 220 C-246 40 -262 -170 -222 -230 C-190 -270 -174 -290 -172 -330 C-168 -430 -110 -500 0 -500 Z'
  const clip = canvas.clip(`<path d="${outline}"/>`)
  return [
    `<g clip-path="${clip}">`,
    channels(canvas, -520, 520, 74, 270, colour),
    box(
      -270,
      -520,
      540,
      1040,
      0,
      canvas.linear(
        [
          [0, '#0d1a2a', 0.5],
          [0.2, '#ffffff', 0.12],
          [0.5, '#ffffff', 0],
          [1, '#0d1a2a', 0.55],
        ],
        [0, 0],
        [1, 0],
      ),
    ),
    shape(
      'M-270 -540 H270 V-240 Q0 -170 -270 -240 Z',
      canvas.radial([
        [0, light(colour, 0.3)],
        [1, dark(colour, 0.25)],
      ]),
    ),
    times(7, (ray) =>
      line(
        `M${-96 + ray * 32} ${-360 - Math.sin((ray / 6) * Math.PI) * 84} L${-200 + ray * 66} -540`,
        dark(colour, 0.45),
        5,
        'opacity="0.6"',
      ),
    ),
    line('M-172 -226 Q0 -160 172 -226', dark(colour, 0.5), 6, 'opacity="0.7"'),
    '</g>',
    oval(0, -336, 122, 128, matte(canvas, lining)),
    oval(
      0,
      -326,
      98,
      104,
      canvas.linear([
        [0, dark(lining, 0.75)],
        [1, dark(lining, 0.35)],
      ]),
    ),
    shape('M-92 -290 Q0 -250 92 -290 Q74 -226 0 -222 Q-74 -226 -92 -290 Z', matte(canvas, light(lining, 0.3))),
    line('M-40 -212 C-60 -170 -30 -150 -44 -110 M40 -212 C56 -170 30 -150 46 -120', '#f4efe2', 6),
    oval(-44, -104, 10, 14, '#20262e'),
    oval(46, -114, 10, 14, '#20262e'),
    line('M120 -236 C160 -180 150 40 122 250', dark(colour, 0.6), 14),
    line('M120 -236 C160 -180 150 40 122 250', '#d9c08a', 6, 'stroke-dasharray="1 11"'),
    box(110, -250, 24, 46, 8, barrel(canvas, '#d9c08a', true)),
  ].join('')
}

export function downBag(canvas: Canvas): string {
  return [
    flatLay(canvas, 'dusk'),
    `<g filter="${canvas.cast(26, 16, 0.34)}">`,
    group('translate(500 590) rotate(-14) scale(1.02)', mummy(canvas)),
    group('translate(960 880) rotate(10) scale(1.08)', sack(canvas, '#2c5f7c')),
    '</g>',
  ].join('')
}

/** Rectangular bag with one corner turned back on its checked lining. */
export function blanketBag(canvas: Canvas): string {
  const colour = '#3b7f5d'
  const clip = canvas.clip(`<path d="M-290 -440 H60 L290 -190 V440 Q290 470 260 470 H-260 Q-290 470 -290 440 Z"/>`)
  const fold = 'M60 -440 L290 -190 Q180 -170 70 -196 Q40 -300 60 -440 Z'
  const foldClip = canvas.clip(`<path d="${fold}"/>`)
  const bag = [
    shape('M-290 -440 H290 V440 Q290 470 260 470 H-260 Q-290 470 -290 440 Z', matte(canvas, '#e9dcc0')),
    times(9, (check) => line(`M${-270 + check * 70} -440 V470`, '#c8653f', 12, 'opacity="0.35"')),
    times(13, (check) => line(`M-290 ${-420 + check * 70} H290`, '#c8653f', 12, 'opacity="0.35"')),
    `<g clip-path="${clip}">`,
    channels(canvas, -460, 500, 92, 310, colour),
    box(
      -290,
      -440,
      580,
      910,
      0,
      canvas.linear(
        [
          [0, '#0d1a2a', 0.35],
          [0.2, '#ffffff', 0.1],
          [0.6, '#ffffff', 0],
          [1, '#0d1a2a', 0.35],
        ],
        [0, 0],
        [1, 0],
      ),
    ),
    '</g>',
    shape(fold, '#1b2a44', `opacity="0.35" filter="${canvas.blur(10)}" transform="translate(-10 16)"`),
    shape(fold, matte(canvas, '#f1e6cd')),
    `<g clip-path="${foldClip}">`,
    group(
      'rotate(47 100 -250)',
      times(9, (check) => line(`M${-200 + check * 70} -600 V100 M-300 ${-560 + check * 70} H400`, '#c8653f', 12, 'opacity="0.4"')),
    ),
    '</g>',
    line('M60 -440 Q40 -300 70 -196 Q180 -170 290 -190', light(colour, 0.35), 10),
    line('M-278 -428 V440 M-262 458 H262 M278 -170 V440', '#d9c08a', 6, 'stroke-dasharray="3 13" opacity="0.9"'),
    line('M-282 -436 H58', light(colour, 0.35), 12),
  ].join('')
  return [
    flatLay(canvas, 'sand'),
    `<g filter="${canvas.cast(26, 16, 0.32)}">`,
    group('translate(520 590) rotate(-10)', bag),
    group('translate(985 900) rotate(8) scale(1.1)', sack(canvas, colour)),
    '</g>',
  ].join('')
}

export function airMat(canvas: Canvas): string {
  const colour = '#dc8f3c'
  const mat = [
    box(-250, -500, 500, 1000, 70, matte(canvas, dark(colour, 0.3))),
    times(6, (cell) =>
      box(-236 + cell * 79, -484 + Math.abs(2.5 - cell) * 9, 77, 968 - Math.abs(2.5 - cell) * 18, 36, barrel(canvas, colour, true)),
    ),
    times(5, (seam) => times(8, (dot) => oval(-158 + seam * 79, -400 + dot * 114, 8, 15, dark(colour, 0.45), 'opacity="0.8"'))),
    box(
      -250,
      -500,
      500,
      1000,
      70,
      canvas.linear([
        [0, '#ffffff', 0.2],
        [0.3, '#ffffff', 0],
        [1, '#0d1a2a', 0.28],
      ]),
    ),
    oval(-176, -446, 36, 36, '#20262e'),
    oval(-178, -449, 25, 25, matte(canvas, '#4c5966')),
    oval(-178, -449, 9, 9, '#d9c08a'),
    shape('M-246 -250 Q-246 -330 -190 -330 H190 Q246 -330 246 -250 V-240 H-246 Z', '#ffffff', 'opacity="0.06"'),
  ].join('')
  return [
    flatLay(canvas, 'lake'),
    `<g filter="${canvas.cast(28, 16, 0.32)}">`,
    group('translate(530 590) rotate(22)', mat),
    group('translate(975 880) rotate(-12) scale(1.05)', sack(canvas, '#39424d')),
    '</g>',
  ].join('')
}

/** Closed-cell foam, rolled and strapped. */
export function foamMat(canvas: Canvas): string {
  const colour = '#d9a53f'
  const body = 'M330 450 H930 A130 245 0 0 1 930 940 H330 Z'
  const clip = canvas.clip(`<path d="${body}"/>`)
  const dimple = canvas.radial(
    [
      [0, dark(colour, 0.5), 0.75],
      [0.7, dark(colour, 0.3), 0.35],
      [1, light(colour, 0.5), 0.5],
    ],
    [0.5, 0.4],
    0.55,
  )
  const rows = times(9, (row) => {
    const angle = ((row + 0.5) / 9) * Math.PI
    const y = 695 - 240 * Math.cos(angle)
    const height = Math.max(5, 22 * Math.sin(angle))
    return times(12, (column) => oval(400 + column * 56 + (row % 2) * 28 + Math.sin(angle) * 110, y, 21, height, dimple))
  })
  const spiral = Array.from({ length: 110 }, (_, step) => {
    const angle = step * 0.32
    const share = 1 - step / 112
    return `${step === 0 ? 'M' : 'L'}${(330 + 124 * share * Math.cos(angle)).toFixed(1)} ${(695 + 236 * share * Math.sin(angle)).toFixed(1)}`
  }).join(' ')
  const strap = (x: number): string =>
    [
      shape(
        `M${x} 448 h52 A130 247 0 0 1 ${x + 52} 942 h-52 A130 247 0 0 0 ${x} 448 Z`,
        canvas.linear([
          [0, '#20262e'],
          [0.25, '#566270'],
          [0.6, '#2c343e'],
          [1, '#14191f'],
        ]),
      ),
      box(x + 108, 590, 56, 74, 10, barrel(canvas, '#c8502f')),
      box(x + 120, 606, 32, 42, 6, '#20262e'),
    ].join('')
  return [
    stage(canvas, 'lake', 950),
    groundShadow(canvas, 660, 940, 860, 66),
    shape(body, barrel(canvas, colour)),
    `<g clip-path="${clip}">${rows}</g>`,
    shape(
      body,
      canvas.linear([
        [0, '#ffffff', 0.1],
        [0.28, '#ffffff', 0.3],
        [0.5, '#ffffff', 0],
        [1, '#101a2c', 0.5],
      ]),
    ),
    strap(440),
    strap(760),
    oval(
      330,
      695,
      130,
      245,
      canvas.linear(
        [
          [0, light(colour, 0.5)],
          [0.5, light(colour, 0.12)],
          [1, dark(colour, 0.2)],
        ],
        [0, 0],
        [0.6, 1],
      ),
    ),
    line(spiral, dark(colour, 0.5), 7),
    group('translate(-3 -3)', line(spiral, light(colour, 0.7), 2.5, 'opacity="0.7"')),
    tube('M578 440 C600 350 840 350 862 440', 22, '#39424d'),
  ].join('')
}
