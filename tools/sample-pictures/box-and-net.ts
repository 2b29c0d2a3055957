import { flatLay, groundShadow, stage } from './backdrops.ts'
import { barrel, box, type Canvas, group, line, matte, oval, shape, times, tube } from './canvas.ts'
import { light } from './colour.ts'
import { buttCap, taper } from './rod-parts.ts'

function leg(canvas: Canvas, x: number, y: number, length: number): string {
  return [
    box(x - 15, y, 30, length, 6, barrel(canvas, '#aeb9c2', true)),
    times(Math.floor(length / 40), (notch) => line(`M${x - 13} ${y + 26 + notch * 40} h26`, '#6d7883', 3)),
    box(x - 28, y + 6, 56, 52, 12, barrel(canvas, '#39424d', true)),
    oval(x, y + length + 6, 52, 15, matte(canvas, '#2a3038')),
  ].join('')
}

/** Seat box: cushion, two drawers, four legs that stand on any bank. */
export function seatBox(canvas: Canvas): string {
  const front = canvas.linear(
    [
      [0, '#4f9a94'],
      [0.5, '#38807c'],
      [1, '#245a5a'],
    ],
    [0, 0],
    [0.6, 1],
  )
  const side = canvas.linear([
    [0, '#2d6b69'],
    [1, '#173f43'],
  ])
  const drawer = (y: number): string =>
    [
      box(
        240,
        y,
        500,
        122,
        14,
        canvas.linear([
          [0, '#5fa9a2'],
          [0.5, '#438d88'],
          [1, '#2f706e'],
        ]),
      ),
      box(240, y, 500, 122, 14, 'none', 'stroke="#1c4b4d" stroke-width="4" opacity="0.6"'),
      box(420, y + 40, 140, 40, 20, '#16383c'),
      box(424, y + 36, 132, 30, 15, barrel(canvas, '#c8d1d6')),
      line(`M258 ${y + 12} H722`, '#bfe3dd', 4, 'opacity="0.6"'),
    ].join('')
  return [
    stage(canvas, 'lake', 985),
    groundShadow(canvas, 610, 990, 820, 80),
    leg(canvas, 330, 760, 150),
    leg(canvas, 950, 700, 190),
    shape('M770 470 L1010 410 V740 L770 840 Z', side),
    shape('M800 520 L985 470 V560 L800 618 Z', '#0f2f34', 'opacity="0.55"'),
    line('M812 532 L976 488', '#7fc0b8', 4, 'opacity="0.5"'),
    tube('M830 690 C840 760 930 730 950 650', 17, '#39424d'),
    box(205, 470, 570, 372, 20, front),
    drawer(520),
    drawer(672),
    shape(
      'M190 400 H780 L1030 346 V420 L784 486 H200 Q184 486 184 468 V410 Q184 400 190 400 Z',
      canvas.linear([
        [0, '#39424d'],
        [1, '#20262e'],
      ]),
    ),
    shape(
      'M214 316 Q206 286 250 278 L486 236 Q500 232 560 232 L968 236 Q1018 240 1024 286 L1030 346 Q1030 360 1010 366 L784 414 Q770 418 750 418 H214 Q186 416 188 390 Z',
      canvas.linear(
        [
          [0, '#f0c17c'],
          [0.45, '#dc9a4a'],
          [1, '#a8662a'],
        ],
        [0.2, 0],
        [0.5, 1],
      ),
    ),
    shape(
      'M222 322 Q214 296 250 290 L490 246 H966 Q1006 250 1008 284 L770 346 Q756 350 740 350 H240 Q224 348 222 322 Z',
      canvas.linear([
        [0, '#f8d9a6'],
        [1, '#e4a658'],
      ]),
    ),
    times(3, (seam) => line(`M${372 + seam * 130} 348 L${556 + seam * 118} 250`, '#b87838', 4, 'opacity="0.5"')),
    times(2, (seam) => line(`M${252 + seam * 110} ${318 - seam * 26} H${900 + seam * 60}`, '#b87838', 4, 'opacity="0.4"')),
    leg(canvas, 250, 842, 120),
    leg(canvas, 726, 842, 120),
    box(300, 440, 60, 60, 10, barrel(canvas, '#c8d1d6', true)),
    box(620, 440, 60, 60, 10, barrel(canvas, '#c8d1d6', true)),
  ].join('')
}

/** Knotted cords that run together where the bag narrows; drawn larger than the bag and clipped to it. */
function mesh(): string {
  const down = times(14, (index) => {
    const x = 450 + index * 49
    const foot = 770 + (x - 770) * 0.3
    return line(`M${x} 300 Q${x + (x - 770) * 0.1} 720 ${foot} 1040`, '#24584f', 6, 'opacity="0.75"')
  })
  const across = times(12, (index) => {
    const y = 430 + index * 54
    return line(`M420 ${y + 60} C560 ${y + 130} 960 ${y + 60} 1100 ${y - 70}`, '#24584f', 6, 'opacity="0.75"')
  })
  return down + across
}

/** Landing net held level, its bag hanging; the handle slides together. */
export function landingNet(canvas: Canvas): string {
  const bag = 'M452 470 C470 700 520 930 640 990 C740 1030 850 990 920 880 C1000 740 1068 560 1084 372 C960 520 640 560 452 470 Z'
  const clip = canvas.clip(`<path d="${bag}"/>`)
  const handle = [
    taper(canvas, 420, 17, 700, 17, '#b7c2cb'),
    taper(canvas, 250, 25, 440, 24, '#3b4754'),
    taper(canvas, 224, 31, 262, 29, '#c8502f'),
    taper(canvas, 0, 34, 224, 30, '#262b33'),
    times(7, (ring) => line(`M${26 + ring * 28} -31 v62`, light('#262b33', 0.2), 4, 'opacity="0.7"')),
    buttCap(canvas, -30, 36, '#c8502f'),
  ].join('')
  return [
    flatLay(canvas, 'lake'),
    `<g filter="${canvas.cast(24, 12, 0.26)}">`,
    shape(
      bag,
      canvas.linear([
        [0, '#2f6a5f', 0.34],
        [1, '#2f6a5f', 0.16],
      ]),
    ),
    `<g clip-path="${clip}">${mesh()}</g>`,
    tube('M452 462 C430 400 600 300 800 276 C960 258 1080 290 1086 350', 20, '#a8431f'),
    line(bag.slice(0, bag.indexOf(' C960')), '#24584f', 7, 'opacity="0.8"'),
    '</g>',
    `<g filter="${canvas.cast(20, 9, 0.28)}">`,
    group('translate(66 742) rotate(-33) scale(0.66 1)', handle),
    shape('M426 520 L470 424 L540 452 L492 528 Z', matte(canvas, '#2a3038')),
    tube('M452 462 C480 540 700 540 860 486 C1000 440 1094 400 1086 350', 24, '#c8502f'),
    '</g>',
  ].join('')
}
