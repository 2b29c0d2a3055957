import { box, type Canvas, group, line, oval, shape, times } from './canvas.ts'
import { type Colour, dark, light } from './colour.ts'

type Hat = 'brim' | 'cap' | 'helmet' | 'beanie' | 'hair' | 'bun'
export type AvatarLook = { ground: Colour; coat: Colour; skin: Colour; hat: Hat; hatColour: Colour }

function headwear(hat: Hat, colour: Colour): string {
  const shade = dark(colour, 0.25)
  const drawings: Record<Hat, string> = {
    brim:
      shape('M150 196 Q160 112 256 108 Q352 112 362 196 Z', colour) +
      shape('M92 214 Q150 176 256 176 T420 214 Q410 238 256 226 Q102 238 92 214 Z', shade),
    cap:
      shape('M158 206 Q160 108 256 106 Q352 108 354 206 Z', colour) +
      shape('M250 196 Q360 176 424 214 Q424 228 400 228 Q320 210 250 216 Z', shade),
    helmet:
      shape('M140 226 Q136 96 256 92 Q376 96 372 226 L346 232 Q340 196 256 196 T166 232 Z', colour) +
      shape('M236 93 h40 v104 h-40 z', light(colour, 0.6)),
    beanie:
      shape('M154 214 Q152 104 256 102 Q360 104 358 214 Z', colour) +
      box(144, 188, 224, 42, 20, shade) +
      oval(256, 96, 24, 24, light(colour, 0.5)),
    hair: shape('M148 240 Q134 110 256 106 Q378 110 364 240 Q350 186 310 176 Q250 200 196 180 Q164 196 148 240 Z', colour),
    bun:
      oval(256, 88, 42, 38, colour) +
      shape('M146 268 Q128 112 256 110 Q384 112 366 268 Q356 196 290 170 Q230 200 180 200 Q156 226 146 268 Z', colour),
  }
  return drawings[hat]
}

/** A face without features: it stands for a role, not for someone. 512 × 512. */
export function avatar(canvas: Canvas, look: AvatarLook): string {
  return [
    box(
      0,
      0,
      512,
      512,
      0,
      canvas.linear([
        [0, light(look.ground, 0.5)],
        [1, look.ground],
      ]),
    ),
    oval(256, 250, 190, 190, light(look.ground, 0.6), 'opacity="0.6"'),
    shape(
      'M60 512 C66 400 150 360 256 360 S 446 400 452 512 Z',
      canvas.linear([
        [0, light(look.coat, 0.2)],
        [1, dark(look.coat, 0.15)],
      ]),
    ),
    box(216, 304, 80, 84, 38, dark(look.skin, 0.12)),
    oval(256, 240, 100, 112, look.skin),
    shape('M256 352 Q310 350 330 300 Q320 372 256 386 Q192 372 182 300 Q202 350 256 352 Z', dark(look.skin, 0.2), 'opacity="0.25"'),
    shape('M196 372 L256 430 L316 372 L336 384 L262 470 H250 L176 384 Z', light(look.coat, 0.45)),
    headwear(look.hat, look.hatColour),
  ].join('')
}

/** The helper that answers when nobody is there: a float with a small light. */
export function assistantAvatar(canvas: Canvas): string {
  return [
    box(
      0,
      0,
      512,
      512,
      0,
      canvas.linear([
        [0, '#d7efec'],
        [1, '#8cc4c1'],
      ]),
    ),
    times(3, (ring) =>
      oval(256, 372, 90 + ring * 62, 20 + ring * 15, 'none', `stroke="#ffffff" stroke-width="9" opacity="${0.85 - ring * 0.25}"`),
    ),
    group(
      'rotate(12 256 300)',
      [
        line('M256 190 V84', '#24424c', 16),
        oval(256, 72, 26, 26, '#ffd36b'),
        oval(256, 72, 46, 46, '#ffd36b', 'opacity="0.3"'),
        shape('M256 160 C340 190 350 280 344 310 H168 C162 280 172 190 256 160 Z', '#e4572e'),
        shape('M168 310 H344 C330 380 290 410 256 416 C222 410 182 380 168 310 Z', '#fff6e6'),
        oval(224, 268, 13, 17, '#24242c'),
        oval(290, 268, 13, 17, '#24242c'),
      ].join(''),
    ),
  ].join('')
}
