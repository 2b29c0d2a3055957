import { flatLay } from './backdrops.ts'
import { barrel, box, type Canvas, group, line, matte, oval, shape, times, tube } from './canvas.ts'
import { dark, light } from './colour.ts'
import { disc } from './reels.ts'

const shell = '#274a63'
const accent = '#e0892f'
const metal = '#c3ccd3'

function spoolAndFrame(canvas: Canvas): string {
  const cord = '#d8c46a'
  return [
    box(360, 372, 380, 470, 40, '#151c26'),
    box(
      366,
      410,
      368,
      250,
      10,
      canvas.linear([
        [0, dark(cord, 0.45)],
        [0.28, light(cord, 0.6)],
        [0.5, cord],
        [1, dark(cord, 0.6)],
      ]),
    ),
    times(26, (turn) =>
      line(`M${376 + turn * 14} 412 q7 124 4 246`, turn % 4 === 0 ? light(cord, 0.5) : dark(cord, 0.45), 2, 'opacity="0.45"'),
    ),
    box(360, 398, 22, 274, 8, barrel(canvas, accent)),
    box(718, 398, 22, 274, 8, barrel(canvas, accent)),
    tube('M370 712 H730', 18, metal),
    times(20, (groove) => line(`M${384 + groove * 18} 704 l9 16`, '#59636f', 3)),
    box(508, 684, 84, 66, 14, barrel(canvas, '#39424d')),
    oval(550, 716, 24, 17, '#0d1117', `stroke="${light(metal, 0.5)}" stroke-width="6"`),
    shape('M350 764 Q550 738 750 764 L736 858 Q550 906 364 858 Z', barrel(canvas, shell)),
    line('M372 778 Q550 754 728 778', light(shell, 0.8), 5, 'opacity="0.7"'),
    line('M550 718 C556 800 540 930 566 1100', '#b7a64e', 5),
    shape('M352 340 Q550 300 748 340 L742 418 Q550 392 358 418 Z', matte(canvas, '#39424d')),
    times(11, (rib) => line(`M${420 + rib * 26} ${344 - Math.sin((rib / 10) * Math.PI) * 8} v44`, '#161b22', 6, 'opacity="0.6"')),
  ].join('')
}

function sidePlate(canvas: Canvas, mirrored: boolean): string {
  const plate = [
    shape(
      'M372 322 Q300 318 246 372 Q190 440 192 590 Q194 740 246 820 Q290 876 372 870 Q392 860 392 830 V360 Q392 330 372 322 Z',
      canvas.linear(
        [
          [0, dark(shell, 0.2)],
          [0.3, light(shell, 0.4)],
          [0.6, shell],
          [1, dark(shell, 0.5)],
        ],
        [0, 0],
        [1, 0.2],
      ),
    ),
    shape('M372 322 Q300 318 246 372 Q214 412 202 474 Q280 380 392 372 V360 Q392 330 372 322 Z', '#ffffff', 'opacity="0.25"'),
    line('M372 340 V852', dark(shell, 0.55), 5, 'opacity="0.6"'),
    line('M236 452 Q214 590 240 748', light(shell, 0.85), 7, 'opacity="0.5"'),
    line('M268 690 L352 662 M274 722 L352 696', accent, 10),
    disc(canvas, 318, 400, 13, metal),
    disc(canvas, 318, 812, 13, metal),
  ].join('')
  return mirrored ? group('translate(1100 0) scale(-1 1)', plate) : plate
}

/** Drag star, crank and both knobs, seen from above: everything on the shaft is edge-on. */
function crank(canvas: Canvas): string {
  const knob = (y: number): string =>
    [
      box(980, y - 13, 34, 26, 8, barrel(canvas, metal)),
      shape(
        `M1008 ${y - 42} Q1060 ${y - 66} 1112 ${y - 46} Q1132 ${y} 1112 ${y + 46} Q1060 ${y + 66} 1008 ${y + 42} Q996 ${y} 1008 ${y - 42} Z`,
        barrel(canvas, '#39424d'),
      ),
      shape(
        `M1034 ${y - 54} Q1060 ${y - 62} 1086 ${y - 55} Q1100 ${y} 1086 ${y + 55} Q1060 ${y + 62} 1034 ${y + 54} Q1024 ${y} 1034 ${y - 54} Z`,
        barrel(canvas, accent),
      ),
    ].join('')
  const spikes = [-118, -62, 0, 62, 118].map((y) =>
    shape(`M902 ${590 + y - 24} Q932 ${590 + y - 20} 944 ${590 + y} Q932 ${590 + y + 20} 902 ${590 + y + 24} Z`, barrel(canvas, accent)),
  )
  return [
    box(896, 546, 90, 88, 16, barrel(canvas, metal)),
    shape('M894 452 H918 Q930 590 918 728 H894 Q882 590 894 452 Z', barrel(canvas, accent)),
    ...spikes,
    box(938, 536, 26, 108, 10, barrel(canvas, '#39424d')),
    shape('M966 300 Q990 286 994 316 L1000 560 V620 L994 864 Q990 894 966 880 L960 640 V540 Z', barrel(canvas, metal, true)),
    box(988, 558, 22, 64, 8, barrel(canvas, accent)),
    knob(340),
    knob(840),
  ].join('')
}

/** Low-profile casting reel from above, as the angler sees it; right-handed. */
export function baitcaster(canvas: Canvas): string {
  const reel = [crank(canvas), spoolAndFrame(canvas), sidePlate(canvas, false), sidePlate(canvas, true)].join('')
  return `${flatLay(canvas, 'sand')}<g filter="${canvas.cast(30, 16, 0.34)}">${group('translate(600 600) rotate(-10) scale(0.98) translate(-650 -600)', reel)}</g>`
}
