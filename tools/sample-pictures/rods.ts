import { flatLay } from './backdrops.ts'
import { type Canvas, group, line, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'
import { spinningReel } from './reels.ts'
import { buttCap, cork, guide, reelSeat, taper, wrap } from './rod-parts.ts'

const laid = (canvas: Canvas, body: string): string => `<g filter="${canvas.cast(26, 14, 0.3)}">${body}</g>`

/** Butt and tip of a two-piece rod side by side. */
export function spinningLureRod(canvas: Canvas): string {
  const blank = '#3d4f4a'
  const thread = '#c8502f'
  const butt = [
    taper(canvas, 500, 15, 1290, 9, blank),
    buttCap(canvas, 0, 27, '#2c333d'),
    cork(canvas, 34, 27, 200, 21),
    taper(canvas, 200, 17, 262, 17, blank),
    reelSeat(canvas, 262, 452, 28, '#8fa3ad'),
    cork(canvas, 452, 26, 540, 17),
    taper(canvas, 540, 18, 552, 17, '#d9c08a'),
    guide(canvas, 740, 14, 46, thread),
    guide(canvas, 1040, 11, 33, thread),
    wrap(canvas, 1268, 9, 44, thread),
  ].join('')
  const tip = [
    taper(canvas, 0, 10, 1230, 3.6, blank),
    wrap(canvas, 30, 10, 50, thread),
    ...[
      [190, 26],
      [430, 21],
      [640, 18],
      [830, 15],
      [1000, 13],
      [1140, 11],
    ].map(([x = 0, ring = 0]) => guide(canvas, x, 10 - x * 0.005, ring, thread)),
    guide(canvas, 1228, 4, 9, thread),
  ].join('')
  return (
    flatLay(canvas, 'lake') +
    laid(
      canvas,
      group('translate(85 1000) rotate(-45) scale(1.02 1.24)', butt) + group('translate(240 1115) rotate(-45) scale(1.02 1.24)', tip),
    )
  )
}

function triggerSeat(canvas: Canvas, x: number, accent: Colour): string {
  return [
    shape(
      `M${x + 52} 20 C${x + 60} 60 ${x + 40} 84 ${x + 34} 92 Q${x + 48} 100 ${x + 66} 84 C${x + 92} 62 ${x + 104} 40 ${x + 124} 22 Z`,
      canvas.linear([
        [0, '#39414d'],
        [1, '#151a21'],
      ]),
    ),
    reelSeat(canvas, x, x + 200, 30, accent),
  ].join('')
}

/** Casting rod: trigger under the seat, small guides on top. */
export function castingLureRod(canvas: Canvas): string {
  const blank = '#26384f'
  const thread = '#e0892f'
  const butt = [
    taper(canvas, 150, 16, 1290, 10, blank),
    buttCap(canvas, 0, 27, '#d0772a'),
    taper(canvas, 34, 27, 130, 21, '#39414c'),
    taper(canvas, 130, 22, 140, 21, '#d9c08a'),
    taper(canvas, 222, 20, 292, 25, '#39414c'),
    triggerSeat(canvas, 290, '#e0892f'),
    taper(canvas, 490, 26, 566, 17, '#39414c'),
    taper(canvas, 566, 18, 578, 17, '#d9c08a'),
    guide(canvas, 770, 14, 30, thread, -1),
    guide(canvas, 1000, 12, 25, thread, -1),
    guide(canvas, 1180, 11, 22, thread, -1),
    wrap(canvas, 1270, 10, 40, thread),
  ].join('')
  const tip = [
    taper(canvas, 0, 11, 1230, 4, blank),
    wrap(canvas, 30, 11, 50, thread),
    ...[
      [170, 19],
      [370, 17],
      [560, 15],
      [730, 14],
      [880, 12],
      [1010, 11],
      [1130, 10],
    ].map(([x = 0, ring = 0]) => guide(canvas, x, 10.5 - x * 0.005, ring, thread, -1)),
    guide(canvas, 1228, 4, 8, thread, -1),
  ].join('')
  return (
    flatLay(canvas, 'sand') +
    laid(
      canvas,
      group('translate(110 1030) rotate(-45) scale(1 1.24)', butt) + group('translate(250 1120) rotate(-45) scale(0.98 1.24)', tip),
    )
  )
}

/** Sections of a telescopic rod; each pair of lengths and radii ends in a metal ring. */
function sections(canvas: Canvas, from: number, list: readonly (readonly [number, number])[], colour: Colour, ring: Colour): string {
  let x = from
  const pieces = list.map(([length, radius], index) => {
    const next = list[index + 1]?.[1] ?? radius * 0.6
    const piece = [
      taper(canvas, x, radius, x + length, Math.max(radius * 0.82, next), colour),
      taper(canvas, x + length - 12, Math.max(radius * 0.84, next) + 1.6, x + length, Math.max(radius * 0.82, next) + 1.6, ring),
    ].join('')
    x += length
    return piece
  })
  return pieces.toReversed().join('')
}

/** Bands of pattern on the grip of a pole. */
function gripPattern(from: number, to: number, radius: number, colour: Colour): string {
  const count = Math.floor((to - from) / 26)
  return times(count, (index) => {
    const x = from + index * 26
    return line(`M${x} ${-radius * 0.78} L${x + 13} ${radius * 0.1} L${x} ${radius * 0.86}`, colour, 4, 'opacity="0.55"')
  })
}

/** Pole for still water: drawn out behind, closed with its cap in front. No guides: the line is tied to the tip. */
export function handPole(canvas: Canvas): string {
  const lacquer = '#9c2f2a'
  const out = [
    sections(
      canvas,
      0,
      [
        [330, 22],
        [300, 18],
        [270, 14],
        [230, 10.5],
        [200, 7],
        [170, 4],
      ],
      lacquer,
      '#d9c08a',
    ),
    gripPattern(30, 250, 22, '#f0d9a0'),
    buttCap(canvas, -10, 23, '#2c2320'),
  ].join('')
  const closed = [
    taper(canvas, 0, 40, 800, 32, lacquer),
    gripPattern(60, 330, 40, '#f0d9a0'),
    taper(canvas, 350, 38.5, 372, 38.2, '#d9c08a'),
    taper(canvas, 384, 38, 392, 38, '#d9c08a'),
    taper(canvas, 690, 35.5, 704, 35.2, '#d9c08a'),
    buttCap(canvas, -10, 41, '#2c2320'),
    taper(canvas, 796, 37, 880, 31, '#2c2320'),
    taper(canvas, 796, 38, 806, 38, '#d9c08a'),
  ].join('')
  return (
    flatLay(canvas, 'sand') +
    laid(
      canvas,
      group('translate(85 950) rotate(-42) scale(0.93 1.25)', out) + group('translate(330 1040) rotate(-42) scale(1 1.12)', closed),
    )
  )
}

/** Stream pole: many short sections, so that it closes to the length of a forearm. */
export function streamPole(canvas: Canvas): string {
  const colour = '#2f6a5f'
  const steps: [number, number][] = [
    [400, 32],
    [150, 27],
    [140, 23],
    [130, 19.5],
    [120, 16.5],
    [112, 13.5],
    [104, 11],
    [96, 8.5],
    [90, 6.2],
    [84, 4.4],
  ]
  const out = [
    sections(canvas, 0, steps, colour, '#e4cf9a'),
    taper(canvas, 26, 33.5, 250, 32, '#23282e'),
    gripPattern(44, 226, 33, '#6d7782'),
    taper(canvas, 250, 33, 260, 33, '#e4cf9a'),
    buttCap(canvas, -8, 34, '#c8502f'),
  ].join('')
  const closed = [
    taper(canvas, 0, 34, 470, 29, colour),
    taper(canvas, 26, 35.5, 250, 34, '#23282e'),
    gripPattern(44, 226, 35, '#6d7782'),
    taper(canvas, 250, 35, 260, 35, '#e4cf9a'),
    buttCap(canvas, -8, 36, '#c8502f'),
    taper(canvas, 466, 33, 530, 29, '#23282e'),
  ].join('')
  return (
    flatLay(canvas, 'lake') +
    laid(
      canvas,
      group('translate(115 985) rotate(-44) scale(0.95 1.2)', out) + group('translate(520 1045) rotate(-44) scale(1.12 1.24)', closed),
    )
  )
}

/** Rock rod: long, slim, its guides riding on the ends of the sections. */
export function rockRod(canvas: Canvas): string {
  const colour = '#27314a'
  const thread = '#b98a2e'
  const rod = [
    sections(
      canvas,
      0,
      [
        [620, 20],
        [310, 15],
        [260, 11],
        [210, 7.5],
      ],
      colour,
      '#d9c08a',
    ),
    taper(canvas, 30, 25, 190, 22, '#262b33'),
    gripPattern(46, 170, 24, '#7a808a'),
    reelSeat(canvas, 200, 390, 27, '#b98a2e'),
    taper(canvas, 392, 24, 470, 19, '#262b33'),
    buttCap(canvas, -4, 26, '#b98a2e'),
    guide(canvas, 600, 17, 42, thread),
    guide(canvas, 790, 14, 32, thread),
    guide(canvas, 920, 13, 25, thread),
    guide(canvas, 1060, 10, 19, thread),
    guide(canvas, 1182, 8, 15, thread),
    guide(canvas, 1296, 5.5, 12, thread),
    guide(canvas, 1394, 4.5, 9, thread),
  ].join('')
  const closed = [
    taper(canvas, 0, 27, 640, 23, colour),
    taper(canvas, 30, 31, 190, 28, '#262b33'),
    gripPattern(46, 170, 29, '#7a808a'),
    reelSeat(canvas, 200, 390, 31, '#b98a2e'),
    taper(canvas, 392, 29, 470, 25, '#262b33'),
    buttCap(canvas, -4, 32, '#b98a2e'),
    times(4, (index) => guide(canvas, 560 + index * 34, 23, 40 - index * 6, thread)),
    taper(canvas, 690, 12, 730, 9, '#262b33'),
  ].join('')
  return (
    flatLay(canvas, 'dusk') +
    laid(
      canvas,
      group('translate(90 985) rotate(-44) scale(0.96 1.2)', rod) + group('translate(490 1085) rotate(-44) scale(1 1.16)', closed),
    )
  )
}

/** Shore rod with its reel: what a beginner takes home in one bag. */
export function shoreSet(canvas: Canvas): string {
  const colour = '#1f4c66'
  const thread = '#e8e2d2'
  const rod = [
    sections(
      canvas,
      0,
      [
        [720, 24],
        [330, 18],
        [270, 12],
        [200, 8],
      ],
      colour,
      '#d5dbe0',
    ),
    taper(canvas, 30, 30, 250, 27, '#2a2f36'),
    gripPattern(50, 230, 28, '#7a808a'),
    reelSeat(canvas, 262, 480, 31, '#aeb9c2'),
    taper(canvas, 482, 28, 570, 23, '#2a2f36'),
    buttCap(canvas, -4, 31, '#c8502f'),
    guide(canvas, 700, 20, 56, thread),
    guide(canvas, 890, 17, 44, thread),
    guide(canvas, 1040, 15, 34, thread),
    guide(canvas, 1170, 12, 26, thread),
    guide(canvas, 1290, 10, 20, thread),
    guide(canvas, 1400, 8, 15, thread),
    guide(canvas, 1495, 6, 11, thread),
    group(
      'translate(372 30) scale(0.54 0.44) translate(-690 -195)',
      spinningReel(canvas, { body: '#39424d', accent: '#c8502f', cord: '#d9e6a8', knob: 'paddle' }),
    ),
  ].join('')
  return flatLay(canvas, 'lake') + laid(canvas, group('translate(70 975) rotate(-43) scale(0.92 1.12)', rod))
}

/** Close view of the grip with a reel on it. */
export function gripCloseUp(canvas: Canvas): string {
  const blank = '#3d4f4a'
  const rod = [
    taper(canvas, 300, 34, 1700, 26, blank),
    buttCap(canvas, -300, 64, '#2c333d'),
    cork(canvas, -262, 64, 90, 52),
    taper(canvas, 90, 40, 160, 40, blank),
    reelSeat(canvas, 160, 620, 62, '#8fa3ad'),
    cork(canvas, 620, 58, 830, 38),
    taper(canvas, 830, 41, 856, 39, '#d9c08a'),
    wrap(canvas, 960, 33, 90, '#c8502f'),
    tube('M930 34 q30 44 60 0', 9, '#8fa3ad'),
    group(
      'translate(390 62) scale(0.86) translate(-690 -195)',
      spinningReel(canvas, { body: '#c3ccd2', accent: '#2f7f7a', cord: '#e9d27a', knob: 'paddle' }),
    ),
  ].join('')
  return flatLay(canvas, 'lake') + laid(canvas, group('translate(170 560) rotate(-24)', rod))
}

/** Ring by ring along a shore rod: what to look at before one rents it. */
export function guideCloseUp(canvas: Canvas): string {
  const colour = '#1f4c66'
  const rod = [
    sections(
      canvas,
      -300,
      [
        [900, 52],
        [820, 40],
        [700, 28],
      ],
      colour,
      '#d5dbe0',
    ),
    guide(canvas, 480, 44, 150, '#e8e2d2'),
    guide(canvas, 1130, 33, 104, '#e8e2d2'),
    line('M-300 235 L480 235 L1130 165 L1800 110', light('#b7c94a', 0.1), 8),
    line('M-300 235 L480 235 L1130 165 L1800 110', dark('#b7c94a', 0.5), 2, 'opacity="0.6"'),
  ].join('')
  return flatLay(canvas, 'lake') + laid(canvas, group('translate(60 880) rotate(-38)', rod))
}
