import { flatLay } from './backdrops.ts'
import { barrel, type Canvas, group, line, matte, oval, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'

export type ReelLook = { body: Colour; accent: Colour; cord: Colour; knob: 'paddle' | 'ball' }

const metal = '#b9c3cc'

/** A turned disc seen from its face. */
export function disc(canvas: Canvas, x: number, y: number, radius: number, colour: Colour): string {
  return [
    oval(
      x,
      y,
      radius,
      radius,
      canvas.linear(
        [
          [0, light(colour, 0.55)],
          [0.5, colour],
          [1, dark(colour, 0.5)],
        ],
        [0.1, 0],
        [0.8, 1],
      ),
    ),
    oval(
      x,
      y,
      radius * 0.82,
      radius * 0.82,
      canvas.linear(
        [
          [0, dark(colour, 0.3)],
          [0.5, colour],
          [1, light(colour, 0.45)],
        ],
        [0.1, 0],
        [0.8, 1],
      ),
    ),
  ].join('')
}

function spool(canvas: Canvas, look: ReelLook): string {
  const cord = canvas.linear([
    [0, dark(look.cord, 0.25)],
    [0.26, light(look.cord, 0.6)],
    [0.5, look.cord],
    [1, dark(look.cord, 0.5)],
  ])
  return [
    shape('M470 428 H560 Q574 560 560 692 H470 Q452 560 470 428 Z', barrel(canvas, look.body)),
    times(6, (hole) => oval(517, 460 + hole * 40, 15, 12, dark(look.body, 0.75), 'opacity="0.75"')),
    shape('M398 450 H474 Q462 560 474 670 H398 Q386 560 398 450 Z', cord),
    times(10, (turn) =>
      line(`M${402 + turn * 7.4} 452 Q${390 + turn * 7.4} 560 ${402 + turn * 7.4} 668`, dark(look.cord, 0.45), 1.6, 'opacity="0.45"'),
    ),
    shape('M372 434 H400 Q386 560 400 686 H372 Q350 560 372 434 Z', barrel(canvas, look.accent)),
    shape('M372 434 Q350 560 372 686 H364 Q342 560 364 434 Z', barrel(canvas, '#e3e8ec')),
    shape('M318 492 H358 V628 H318 Q296 560 318 492 Z', barrel(canvas, look.body)),
    times(8, (rib) => line(`M316 ${504 + rib * 16} H356`, dark(look.body, 0.6), 3, 'opacity="0.5"')),
    shape('M318 508 Q300 560 318 612 L306 604 Q294 560 306 516 Z', barrel(canvas, look.accent)),
  ].join('')
}

function rotor(canvas: Canvas, look: ReelLook): string {
  return [
    shape('M556 408 H604 Q640 560 604 712 H556 Q586 560 556 408 Z', barrel(canvas, dark(look.body, 0.12))),
    shape('M610 398 Q500 352 430 366 Q398 374 404 402 Q410 424 446 420 Q520 412 586 452 Z', matte(canvas, look.body)),
    shape('M610 722 Q500 768 430 754 Q398 746 404 718 Q410 696 446 700 Q520 708 586 668 Z', matte(canvas, dark(look.body, 0.2))),
    oval(432, 394, 17, 17, barrel(canvas, metal)),
    oval(432, 726, 17, 17, barrel(canvas, metal)),
  ].join('')
}

function bail(canvas: Canvas, look: ReelLook): string {
  return [
    tube('M428 396 C330 356 262 440 256 556 C252 650 330 740 398 736', 15, '#d5dce2'),
    shape('M392 714 h44 q10 14 0 30 h-44 q-12 -16 0 -30 Z', barrel(canvas, look.accent)),
    line('M404 716 v26 M418 716 v26', dark(look.accent, 0.5), 2.5, 'opacity="0.6"'),
  ].join('')
}

function crank(canvas: Canvas, look: ReelLook): string {
  const knob =
    look.knob === 'ball'
      ? [
          oval(
            952,
            792,
            66,
            66,
            canvas.radial(
              [
                [0, light(look.accent, 0.75)],
                [0.4, look.accent],
                [1, dark(look.accent, 0.6)],
              ],
              [0.36, 0.3],
              0.75,
            ),
          ),
          oval(
            952,
            792,
            24,
            24,
            canvas.linear([
              [0, '#eef2f5'],
              [1, '#7e8995'],
            ]),
          ),
        ]
      : [
          group(
            'translate(938 788) rotate(38)',
            [
              shape('M-34 -72 Q0 -88 34 -72 Q52 0 34 72 Q0 88 -34 72 Q-52 0 -34 -72 Z', matte(canvas, '#2c333c')),
              shape('M-18 -52 Q0 -60 18 -52 Q28 0 18 52 Q0 60 -18 52 Q-28 0 -18 -52 Z', matte(canvas, look.accent)),
              line('M-12 -44 Q-18 0 -12 44', light(look.accent, 0.7), 4, 'opacity="0.6"'),
            ].join(''),
          ),
        ]
  return [
    line('M762 590 C830 640 880 700 940 800', '#0d1420', 40, `opacity="0.25" filter="${canvas.blur(12)}"`),
    tube('M745 566 C800 590 850 650 938 784', 32, metal),
    disc(canvas, 745, 562, 48, look.accent),
    disc(canvas, 745, 562, 22, metal),
    ...knob,
  ].join('')
}

/** Spinning reel from the side, its foot at about (690, 195), spool to the left; spans 250…1020 × 180…860. */
export function spinningReel(canvas: Canvas, look: ReelLook): string {
  const body = canvas.linear(
    [
      [0, light(look.body, 0.6)],
      [0.32, look.body],
      [0.8, dark(look.body, 0.5)],
      [1, dark(look.body, 0.35)],
    ],
    [0.2, 0],
    [0.5, 1],
  )
  return [
    shape('M452 214 Q470 190 560 190 H820 Q912 190 930 214 Q860 222 770 224 H620 Q520 222 452 214 Z', barrel(canvas, look.body)),
    shape(
      'M640 216 H768 Q760 300 800 430 L690 450 Q668 330 640 216 Z',
      canvas.linear(
        [
          [0, dark(look.body, 0.2)],
          [0.3, light(look.body, 0.5)],
          [0.6, look.body],
          [1, dark(look.body, 0.5)],
        ],
        [0, 0],
        [1, 0],
      ),
    ),
    shape('M604 412 C680 388 800 390 858 462 C900 512 940 560 934 620 C928 668 880 668 846 690 C780 730 680 722 604 708 Z', body),
    shape('M846 690 C880 668 928 668 934 620 C938 592 930 568 918 544 C904 600 880 636 826 664 Z', matte(canvas, look.accent)),
    oval(
      745,
      562,
      116,
      116,
      canvas.linear(
        [
          [0, dark(look.body, 0.35)],
          [0.55, look.body],
          [1, light(look.body, 0.4)],
        ],
        [0.2, 0],
        [0.7, 1],
      ),
    ),
    oval(
      745,
      562,
      106,
      106,
      canvas.linear(
        [
          [0, light(look.body, 0.5)],
          [0.5, look.body],
          [1, dark(look.body, 0.4)],
        ],
        [0.2, 0],
        [0.7, 1],
      ),
    ),
    oval(745, 562, 84, 84, 'none', `stroke="${look.accent}" stroke-width="7" opacity="0.9"`),
    ...[
      [690, 440],
      [846, 520],
      [822, 650],
      [668, 668],
    ].map(([x = 0, y = 0]) => disc(canvas, x, y, 10, metal)),
    line('M640 428 C720 404 800 412 846 470', light(look.body, 0.85), 6, 'opacity="0.55"'),
    rotor(canvas, look),
    spool(canvas, look),
    bail(canvas, look),
    crank(canvas, look),
  ].join('')
}

const laid = (canvas: Canvas, reel: string): string => `<g filter="${canvas.cast(30, 16, 0.32)}">${reel}</g>`

export function smallSpinningReel(canvas: Canvas): string {
  const reel = spinningReel(canvas, { body: '#c8d1d6', accent: '#2f8a84', cord: '#e9d27a', knob: 'paddle' })
  return flatLay(canvas, 'lake') + laid(canvas, group('translate(-102 12) scale(1.13)', reel))
}

export function seaSpinningReel(canvas: Canvas): string {
  const reel = spinningReel(canvas, { body: '#323b49', accent: '#d09a3c', cord: '#8fd0c4', knob: 'ball' })
  return flatLay(canvas, 'dusk') + laid(canvas, group('translate(-148 -22) scale(1.18)', reel))
}
