import { flatLay, groundShadow, stage } from './backdrops.ts'
import { barrel, box, type Canvas, group, line, matte, oval, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'

/** Low sling chair; spans 240…960 × 260…970. */
export function chair(canvas: Canvas, colour: Colour): string {
  const pole = '#59636f'
  return [
    tube('M600 846 L300 916', 24, dark(pole, 0.3)),
    tube('M600 846 L900 916', 24, dark(pole, 0.3)),
    tube('M330 320 L560 850', 22, dark(pole, 0.3)),
    tube('M870 320 L640 850', 22, dark(pole, 0.3)),
    shape(
      'M322 296 Q600 330 878 296 Q904 296 898 326 L850 640 Q600 770 350 640 L302 326 Q296 296 322 296 Z',
      canvas.linear(
        [
          [0, light(colour, 0.5)],
          [0.4, colour],
          [1, dark(colour, 0.45)],
        ],
        [0.15, 0],
        [0.45, 1],
      ),
    ),
    shape(
      'M352 640 Q600 770 848 640 L950 712 Q930 760 880 784 Q600 900 320 784 Q270 760 250 712 Z',
      canvas.linear([
        [0, dark(colour, 0.42)],
        [0.35, colour],
        [0.8, light(colour, 0.3)],
        [1, dark(colour, 0.1)],
      ]),
    ),
    shape('M388 372 Q600 398 812 372 L790 500 Q600 540 410 500 Z', '#20262e', 'opacity="0.3"'),
    times(9, (mesh) =>
      line(
        `M${408 + mesh * 48} 382 L${424 + mesh * 44} ${506 + Math.sin((mesh / 8) * Math.PI) * 16}`,
        light(colour, 0.5),
        3,
        'opacity="0.35"',
      ),
    ),
    times(3, (mesh) =>
      line(
        `M${394 + mesh * 4} ${410 + mesh * 32} Q600 ${438 + mesh * 34} ${806 - mesh * 4} ${410 + mesh * 32}`,
        light(colour, 0.5),
        3,
        'opacity="0.35"',
      ),
    ),
    line('M322 298 Q600 332 878 298', light(colour, 0.7), 9),
    line('M352 640 Q600 770 848 640', dark(colour, 0.5), 7, 'opacity="0.6"'),
    line('M320 786 Q600 902 880 786', light(colour, 0.65), 8, 'opacity="0.8"'),
    line('M600 322 V704 M600 706 V842', dark(colour, 0.4), 4, 'opacity="0.4"'),
    tube('M254 704 L600 850 L800 952', 26, pole),
    tube('M946 704 L600 850 L400 952', 26, pole),
    shape('M232 690 Q260 664 300 690 L340 742 Q300 760 262 744 Z', matte(canvas, dark(colour, 0.35))),
    shape('M968 690 Q940 664 900 690 L860 742 Q900 760 938 744 Z', matte(canvas, dark(colour, 0.35))),
    oval(600, 850, 46, 40, matte(canvas, '#20262e')),
    oval(600, 846, 18, 16, '#d0772a'),
    ...[
      [300, 920],
      [900, 920],
      [400, 958],
      [800, 958],
    ].map(([x = 0, y = 0]) => oval(x, y, 26, 18, matte(canvas, '#20262e'))),
  ].join('')
}

export function foldingChair(canvas: Canvas): string {
  return (
    stage(canvas, 'sand', 955) + groundShadow(canvas, 600, 950, 680, 56) + group('translate(-30 -30) scale(1.05)', chair(canvas, '#2f8079'))
  )
}

function flame(canvas: Canvas, x: number, height: number): string {
  const fill = canvas.linear([
    [0, '#bfe6ff', 0.1],
    [0.5, '#5fb4ff', 0.8],
    [1, '#2a6be0', 0.95],
  ])
  return shape(
    `M${x - 17} 560 C${x - 26} ${560 - height * 0.5} ${x - 4} ${560 - height * 0.7} ${x} ${560 - height} C${x + 5} ${560 - height * 0.7} ${x + 26} ${560 - height * 0.5} ${x + 17} 560 Z`,
    fill,
  )
}

/** Stove on its own legs; the cartridge stands apart, so that a wide pot can't heat it. */
export function remoteStove(canvas: Canvas): string {
  const steel = '#b9c3cc'
  return [
    stage(canvas, 'dusk', 960),
    groundShadow(canvas, 440, 960, 620, 50),
    groundShadow(canvas, 935, 950, 320, 40),
    tube('M500 720 C640 900 720 960 780 900 C820 850 800 780 900 720', 24, '#d0772a'),
    shape(
      'M800 780 Q800 700 860 690 H1010 Q1070 700 1070 780 V910 Q1070 945 935 948 Q800 945 800 910 Z',
      canvas.linear(
        [
          [0, '#1f5f66'],
          [0.22, '#7fc4bf'],
          [0.45, '#2f8a84'],
          [1, '#123c44'],
        ],
        [0, 0],
        [1, 0],
      ),
    ),
    box(800, 800, 270, 62, 0, '#f0c17c', 'opacity="0.92"'),
    box(
      800,
      800,
      270,
      62,
      0,
      canvas.linear(
        [
          [0, '#101a2c', 0.45],
          [0.24, '#ffffff', 0.35],
          [0.5, '#ffffff', 0],
          [1, '#101a2c', 0.55],
        ],
        [0, 0],
        [1, 0],
      ),
    ),
    shape('M862 692 Q935 650 1008 692 Z', barrel(canvas, steel, true)),
    box(900, 622, 70, 54, 10, barrel(canvas, '#d9c08a', true)),
    tube('M966 648 H1060', 14, steel),
    tube('M1060 610 C1100 620 1100 676 1060 686 C1030 676 1030 620 1060 610', 11, '#c8502f'),
    tube('M452 690 L440 935', 26, dark(steel, 0.3)),
    tube('M420 700 L170 950', 28, steel),
    tube('M480 700 L720 950', 28, steel),
    box(404, 620, 92, 110, 14, barrel(canvas, '#d9c08a', true)),
    shape('M320 566 H580 L540 640 H360 Z', barrel(canvas, steel, true)),
    oval(450, 566, 132, 34, matte(canvas, '#59636f')),
    oval(450, 562, 108, 24, '#20262e'),
    oval(
      450,
      520,
      240,
      170,
      canvas.radial([
        [0, '#7fc4ff', 0.5],
        [1, '#7fc4ff', 0],
      ]),
    ),
    ...[
      [350, 92],
      [400, 128],
      [500, 128],
      [550, 92],
      [450, 150],
    ].map(([x = 0, height = 0]) => flame(canvas, x, height)),
    tube('M350 604 L226 560 L226 432 L356 470', 20, steel),
    tube('M550 604 L674 560 L674 432 L544 470', 20, steel),
    tube('M450 580 L450 500', 18, steel),
    times(4, (tooth) => line(`M${246 + tooth * 28} ${428 + tooth * 8} v22 M${654 - tooth * 28} ${428 + tooth * 8} v22`, '#39424d', 6)),
    oval(170, 954, 26, 11, '#20262e'),
    oval(720, 954, 26, 11, '#20262e'),
    oval(440, 940, 22, 10, '#20262e'),
  ].join('')
}

/** Camp lamp, lit. */
export function lantern(canvas: Canvas): string {
  const enamel = '#2f7f7a'
  return [
    stage(canvas, 'night', 990),
    oval(
      600,
      620,
      590,
      560,
      canvas.radial([
        [0, '#ffd98a', 0.75],
        [0.45, '#ffc564', 0.28],
        [1, '#ffc564', 0],
      ]),
    ),
    oval(
      600,
      1000,
      520,
      105,
      canvas.radial([
        [0, '#ffd98a', 0.75],
        [1, '#ffd98a', 0],
      ]),
    ),
    groundShadow(canvas, 600, 985, 330, 30),
    tube('M440 400 C420 120 780 120 760 400', 17, '#d9c08a'),
    box(548, 160, 104, 36, 18, barrel(canvas, '#7a4a28')),
    shape('M470 330 Q600 250 730 330 L752 392 H448 Z', barrel(canvas, enamel, true)),
    shape('M540 292 Q600 250 660 292 L650 250 Q600 226 550 250 Z', barrel(canvas, '#d9c08a', true)),
    times(6, (vent) => oval(500 + vent * 40, 352, 10, 17, '#123c40', 'opacity="0.8"')),
    box(436, 388, 328, 34, 14, barrel(canvas, '#d9c08a', true)),
    shape(
      'M462 422 H738 Q770 580 738 744 H462 Q430 580 462 422 Z',
      canvas.radial(
        [
          [0, '#fffdf2'],
          [0.35, '#fff0b8'],
          [0.75, '#ffcb62'],
          [1, '#f0a03a'],
        ],
        [0.5, 0.52],
        0.62,
      ),
    ),
    shape('M560 720 Q566 640 600 520 Q634 640 640 720 Z', '#ffffff', `opacity="0.9" filter="${canvas.blur(12)}"`),
    line('M492 440 Q468 580 490 724', '#ffffff', 12, 'opacity="0.8"'),
    tube('M462 424 Q424 580 462 744', 12, '#d9c08a'),
    tube('M738 424 Q776 580 738 744', 12, '#d9c08a'),
    tube('M560 424 Q548 580 560 744', 8, '#b98a3e'),
    tube('M640 424 Q652 580 640 744', 8, '#b98a3e'),
    tube('M444 584 H756', 8, '#b98a3e'),
    box(436, 740, 328, 34, 14, barrel(canvas, '#d9c08a', true)),
    shape('M446 774 H754 L782 930 Q784 968 744 972 H456 Q416 968 418 930 Z', barrel(canvas, enamel, true)),
    oval(600, 864, 50, 50, matte(canvas, '#20262e')),
    oval(
      600,
      864,
      36,
      36,
      canvas.linear([
        [0, '#f2dca4'],
        [1, '#a97b3a'],
      ]),
    ),
    line('M600 864 V836', '#20262e', 8),
    line('M452 950 Q600 962 748 950', light(enamel, 0.5), 4, 'opacity="0.5"'),
  ].join('')
}

function snowshoe(canvas: Canvas): string {
  const frame =
    'M0 -470 C130 -470 178 -360 176 -200 C174 10 104 210 44 450 Q0 486 -44 450 C-104 210 -174 10 -176 -200 C-178 -360 -130 -470 0 -470 Z'
  const deck = 'M0 -330 C60 -330 160 -300 158 -190 C154 10 90 200 34 426 H-34 C-90 200 -154 10 -158 -190 C-160 -300 -60 -330 0 -330 Z'
  const strap = (y: number, half: number, colour: Colour): string =>
    [
      shape(`M${-half} ${y} Q0 ${y - 46} ${half} ${y} L${half} ${y + 34} Q0 ${y - 10} ${-half} ${y + 34} Z`, matte(canvas, colour)),
      box(half - 30, y - 8, 36, 46, 8, barrel(canvas, '#c3ccd3', true)),
    ].join('')
  return [
    shape(
      deck,
      canvas.linear(
        [
          [0, '#566a80'],
          [0.5, '#34465c'],
          [1, '#22303f'],
        ],
        [0, 0],
        [0.6, 1],
      ),
    ),
    shape('M-70 -318 Q0 -338 70 -318 L82 -214 Q0 -190 -82 -214 Z', '#dfe6f0', 'opacity="0.85"'),
    times(5, (rib) => line(`M${-104 + rib * 15} ${70 + rib * 70} H${104 - rib * 15}`, '#7d90a6', 5, 'opacity="0.5"')),
    ...[
      [-300, 150],
      [-120, 172],
      [60, 146],
      [220, 100],
    ].map(([y = 0, half = 0]) =>
      [box(-half - 20, y, 62, 34, 10, barrel(canvas, '#20262e')), box(half - 42, y, 62, 34, 10, barrel(canvas, '#20262e'))].join(''),
    ),
    tube(frame, 28, '#d0772a'),
    tube('M-168 -196 H168', 20, '#aeb9c2'),
    shape(
      'M-100 -226 L-86 -262 L-62 -226 L-40 -262 L-18 -226 L0 -266 L18 -226 L40 -262 L62 -226 L86 -262 L100 -226 Z',
      barrel(canvas, '#c3ccd3'),
    ),
    shape('M-84 -226 Q-94 -60 -70 120 Q0 148 70 120 Q94 -60 84 -226 Q0 -250 -84 -226 Z', matte(canvas, '#20262e')),
    times(6, (grip) => line(`M-54 ${-150 + grip * 44} H54`, '#4c5966', 8, 'opacity="0.8"')),
    strap(-170, 98, '#d0772a'),
    strap(-84, 98, '#d0772a'),
    shape('M-88 90 Q-110 150 -60 176 Q0 196 60 176 Q110 150 88 90 Q60 140 0 142 Q-60 140 -88 90 Z', matte(canvas, '#d0772a')),
  ].join('')
}

export function snowshoes(canvas: Canvas): string {
  return [
    flatLay(canvas, 'dusk'),
    `<g filter="${canvas.cast(26, 14, 0.34)}">`,
    group('translate(395 600) rotate(-9) scale(1.04)', snowshoe(canvas)),
    group('translate(815 600) rotate(9) scale(1.04)', snowshoe(canvas)),
    '</g>',
  ].join('')
}
