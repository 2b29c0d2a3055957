import { groundShadow, stage } from './backdrops.ts'
import { barrel, box, type Canvas, group, line, matte, oval, scatter, shape, times, tube } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'
import { chair } from './camp.ts'

/** A cord from the cloth to its peg. */
function guy(x0: number, y0: number, x1: number, y1: number): string {
  const slider = [x0 + (x1 - x0) * 0.62, y0 + (y1 - y0) * 0.62] as const
  return [
    line(`M${x0} ${y0} L${x1} ${y1}`, '#f4efe2', 5),
    line(`M${x0} ${y0} L${x1} ${y1}`, '#8d7a55', 1.5, 'opacity="0.7"'),
    oval(slider[0], slider[1], 9, 9, '#c8502f'),
    line(`M${x1 - 7} ${y1 - 12} L${x1 + 9} ${y1 + 22}`, '#59636f', 9),
  ].join('')
}

function stars(count: number, height: number): string {
  const next = scatter(77)
  return times(count, () =>
    oval(next() * 1200, next() * height, 1.6 + next() * 2.4, 1.6 + next() * 2.4, '#fff6dc', `opacity="${0.35 + next() * 0.6}"`),
  )
}

function dome(canvas: Canvas, colour: Colour, lit: boolean): string {
  const front = 'M210 930 C262 640 372 404 520 326 C640 412 732 660 764 952 Z'
  const side = 'M520 326 C640 412 732 660 764 952 L1052 868 C1016 640 906 430 724 344 Q616 296 520 326 Z'
  const frontFill = lit
    ? canvas.radial(
        [
          [0, '#fff0b8'],
          [0.4, '#f7b64e'],
          [1, dark(colour, 0.25)],
        ],
        [0.58, 0.72],
        0.8,
      )
    : canvas.linear(
        [
          [0, light(colour, 0.55)],
          [0.5, light(colour, 0.1)],
          [1, dark(colour, 0.14)],
        ],
        [0.1, 0],
        [0.6, 1],
      )
  const sideFill = lit
    ? canvas.radial(
        [
          [0, '#fbd27c'],
          [0.45, '#d98a38'],
          [1, dark(colour, 0.5)],
        ],
        [0.25, 0.75],
        0.9,
      )
    : canvas.linear(
        [
          [0, dark(colour, 0.05)],
          [0.5, dark(colour, 0.26)],
          [1, dark(colour, 0.46)],
        ],
        [0, 0],
        [0.7, 1],
      )
  const inside = lit
    ? canvas.linear([
        [0, '#ffe9a8'],
        [0.6, '#ffd06a'],
        [1, '#c9822f'],
      ])
    : canvas.linear([
        [0, '#3a3128'],
        [0.62, '#5a452f'],
        [1, '#b98a4e'],
      ])
  const opening = 'M368 940 C386 716 444 556 524 506 C594 560 640 742 652 948 Z'
  const seam = lit ? dark(colour, 0.25) : dark(colour, 0.4)
  return [
    shape(side, sideFill),
    shape(front, frontFill),
    line('M640 330 C760 440 866 640 902 912', seam, 4, 'opacity="0.5"'),
    line('M622 402 C700 470 820 470 950 600', seam, 3, 'opacity="0.28"'),
    shape('M602 372 C660 372 716 396 752 442 L664 462 Q640 410 602 372 Z', lit ? '#8c4a1e' : dark(colour, 0.55), 'opacity="0.8"'),
    shape('M596 362 C660 356 730 384 770 436 L752 446 C716 402 660 378 602 376 Z', lit ? '#e9a548' : light(colour, 0.3)),
    shape(opening, inside),
    lit ? '' : shape('M384 940 C400 860 470 846 520 868 S 620 880 646 946 Z', '#2f8a84', 'opacity="0.9"'),
    lit ? '' : shape('M384 940 C400 890 470 880 520 898 S 620 906 646 946 Z', '#1d5f60', 'opacity="0.8"'),
    line('M368 940 C386 716 444 556 524 506 C594 560 640 742 652 948', light(colour, 0.5), 7, 'opacity="0.9"'),
    tube('M366 930 C376 720 430 580 504 520', 38, lit ? '#e79a3d' : light(colour, 0.15)),
    line('M372 760 l34 12 M404 652 l34 14', '#f4efe2', 7),
    shape('M210 930 L764 952 L1052 868 L1054 886 L766 974 L208 950 Z', lit ? '#3a2a22' : '#4b525c'),
    tube('M210 934 C262 640 372 404 520 326 Q560 312 610 320', 13, '#d8dee3'),
    tube('M520 326 C640 412 732 660 766 956', 13, '#d8dee3'),
    tube('M724 344 C906 430 1016 640 1054 872', 10, '#aab4bd'),
    guy(286, 640, 84, 968),
    guy(742, 760, 866, 1046),
    guy(985, 600, 1150, 900),
  ].join('')
}

/** Two people, three seasons, one bag in the door. */
export function domeTent(canvas: Canvas): string {
  return stage(canvas, 'lake', 950) + groundShadow(canvas, 640, 940, 900, 74) + dome(canvas, '#e08a3a', false)
}

/** The same tent with a lamp inside, after the last cast. */
export function domeTentAtNight(canvas: Canvas): string {
  return [
    stage(canvas, 'night', 950),
    stars(70, 560),
    oval(
      560,
      760,
      620,
      470,
      canvas.radial([
        [0, '#ffcf70', 0.55],
        [1, '#ffcf70', 0],
      ]),
    ),
    oval(
      560,
      985,
      560,
      110,
      canvas.radial([
        [0, '#ffcf70', 0.6],
        [1, '#ffcf70', 0],
      ]),
    ),
    dome(canvas, '#b9662c', true),
  ].join('')
}

/** Pyramid of cotton with a stove pipe: a warm room in winter. */
export function pyramidTent(canvas: Canvas): string {
  const cotton = '#e2cda8'
  const panel = (d: string, shade: number): string =>
    shape(
      d,
      canvas.linear(
        [
          [0, light(cotton, 0.45 - shade)],
          [0.55, dark(cotton, shade * 0.7)],
          [1, dark(cotton, shade * 1.1)],
        ],
        [0.3, 0],
        [0.6, 1],
      ),
    )
  return [
    stage(canvas, 'dusk', 960),
    groundShadow(canvas, 620, 960, 980, 74),
    guy(300, 640, 60, 985),
    guy(900, 620, 1150, 950),
    line('M768 196 C744 160 794 136 770 100 S 794 60 782 34', '#ffffff', 20, `opacity="0.45" filter="${canvas.blur(9)}"`),
    panel('M600 190 C480 480 320 720 128 872 L130 930 L430 992 L432 930 C500 700 570 440 600 190 Z', 0.02),
    panel('M600 190 C570 440 500 700 432 930 L430 992 L826 988 L824 926 C740 690 650 440 600 190 Z', 0.12),
    panel('M600 190 C650 440 740 690 824 926 L826 988 L1082 908 L1080 850 C900 700 720 470 600 190 Z', 0.42),
    shape('M728 588 l86 16 v46 l-86 -14 z', '#6b5a45'),
    tube('M770 612 V236', 30, '#59636f'),
    box(738, 214, 64, 26, 8, barrel(canvas, '#39424d', true)),
    shape(
      'M620 420 C588 600 546 800 516 990 L742 989 C716 800 668 600 620 420 Z',
      canvas.linear([
        [0, '#4a3424'],
        [0.6, '#8a5526'],
        [1, '#f0b45a'],
      ]),
    ),
    oval(
      630,
      900,
      120,
      110,
      canvas.radial([
        [0, '#ffdf96', 0.95],
        [1, '#ffb84e', 0],
      ]),
    ),
    tube('M620 424 V986', 12, '#b98a4e'),
    shape(
      'M620 420 C588 600 546 800 516 990 L478 991 C500 900 556 850 552 760 C560 640 604 540 620 420 Z',
      canvas.linear([
        [0, light(cotton, 0.4)],
        [1, dark(cotton, 0.1)],
      ]),
    ),
    shape(
      'M620 420 C668 600 716 800 742 989 L776 988 C758 900 706 850 704 760 C688 640 640 540 620 420 Z',
      canvas.linear([
        [0, light(cotton, 0.2)],
        [1, dark(cotton, 0.3)],
      ]),
    ),
    line('M536 772 l34 -6 M692 770 l-30 -8', '#c8502f', 12),
    line('M600 190 C570 440 500 700 432 930 L430 990 M600 190 C650 440 740 690 824 926 L826 986', dark(cotton, 0.35), 4, 'opacity="0.55"'),
    line('M130 872 L432 930 L824 926 L1080 850', dark(cotton, 0.3), 3, 'opacity="0.4" stroke-dasharray="10 8"'),
    line('M600 196 C486 480 330 716 140 866', '#fffaf0', 6, 'opacity="0.7"'),
    shape('M572 250 Q600 168 628 250 Q600 268 572 250 Z', matte(canvas, '#8a6a42')),
    times(4, (peg) => line(`M${[130, 430, 826, 1082][peg]} ${[930, 992, 988, 908][peg]} l-6 26`, '#59636f', 9)),
  ].join('')
}

/** Canopy on two poles with a seat in its shade. */
export function canopy(canvas: Canvas): string {
  const cloth = '#2f8079'
  return [
    stage(canvas, 'sand', 960),
    groundShadow(canvas, 600, 965, 980, 66),
    shape(
      'M120 392 Q380 470 600 470 Q820 470 1080 392 L880 540 Q600 500 320 540 Z',
      canvas.linear([
        [0, dark(cloth, 0.6)],
        [1, dark(cloth, 0.35)],
      ]),
    ),
    guy(320, 540, 250, 850),
    guy(880, 540, 950, 850),
    tube('M146 388 L172 968', 22, '#c3ccd3'),
    tube('M1054 388 L1028 968', 22, '#c3ccd3'),
    groundShadow(canvas, 520, 965, 380, 40),
    group('translate(210 470) scale(0.53)', chair(canvas, '#c8653f')),
    groundShadow(canvas, 835, 962, 190, 26),
    tube('M780 800 L868 960 M892 800 L800 960', 15, '#59636f'),
    box(738, 776, 196, 26, 8, barrel(canvas, '#c98f52')),
    box(800, 706, 60, 70, 10, barrel(canvas, '#eef0ea', true)),
    line('M862 722 q30 4 26 24 q-4 18 -28 18', '#d5dad6', 9),
    line('M818 690 q-10 -18 4 -32 q12 -14 2 -30 M846 690 q-8 -16 4 -28', '#ffffff', 6, `opacity="0.7" filter="${canvas.blur(3)}"`),
    shape(
      'M120 392 Q380 300 600 316 Q820 300 1080 392 Q960 470 950 600 Q600 500 250 600 Q240 470 120 392 Z',
      canvas.linear(
        [
          [0, light(cloth, 0.5)],
          [0.45, light(cloth, 0.12)],
          [1, dark(cloth, 0.16)],
        ],
        [0.2, 0],
        [0.5, 1],
      ),
    ),
    line('M120 392 Q380 300 600 316 Q820 300 1080 392', light(cloth, 0.75), 6, 'opacity="0.8"'),
    line('M390 332 Q370 440 420 562 M810 332 Q830 440 780 562 M600 318 V548', dark(cloth, 0.3), 4, 'opacity="0.4"'),
    line('M250 600 Q600 500 950 600', '#f0c17c', 10),
    line('M120 392 Q240 470 250 600 M1080 392 Q960 470 950 600', '#f0c17c', 6, 'opacity="0.9"'),
    guy(250, 600, 110, 1040),
    guy(950, 600, 1090, 1040),
    guy(120, 392, 24, 910),
    guy(1080, 392, 1176, 910),
    oval(146, 388, 13, 13, '#d9c08a'),
    oval(1054, 388, 13, 13, '#d9c08a'),
  ].join('')
}
