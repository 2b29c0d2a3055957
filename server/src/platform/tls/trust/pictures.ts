/**
 * Small drawings of settings pages, made of the same few shapes: what to look for, not a copy of anybody's screen.
 * Colours come from the page (currentColor and CSS variables), so that they follow its light and dark looks.
 */
export type Shape = (y: number) => { svg: string; height: number; /** Lies over the shapes below. */ over?: string }

const WIDTH = 220
const INSET = 16

/** A phone's screen with shapes one below the other. `label` is what the picture says, for who doesn't see it. */
export function phone(label: string, shapes: readonly Shape[]): string {
  const height = 200
  const frame =
    `<rect class="case" x="1" y="1" width="${WIDTH - 2}" height="${height + 40}" rx="26"/>` +
    `<rect class="screen" x="8" y="8" width="${WIDTH - 16}" height="${height + 26}" rx="20"/>` +
    `<rect class="line" x="${WIDTH / 2 - 26}" y="15" width="52" height="5" rx="2.5"/>`
  return picture(label, height + 42, frame + stack(shapes, 34))
}

/** A window of a computer with a title bar. */
export function windowOf(label: string, title: string, shapes: readonly Shape[]): string {
  const height = 210
  const frame =
    `<rect class="screen" x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="8" stroke-width="2"/>` +
    `<path class="line" d="M1 30V9a8 8 0 0 1 8-8h${WIDTH - 18}a8 8 0 0 1 8 8v21z"/>` +
    `<text x="12" y="21" class="small">${title}</text>` +
    `<path class="cross" d="M${WIDTH - 22} 11l9 9m0-9l-9 9"/>`
  return picture(label, height, frame + stack(shapes, 42))
}

/** A row of a settings page; `here` marks the one to tap. */
export function row(text: string, { here = false, deep = true } = {}): Shape {
  return (y) => ({
    height: 42,
    svg:
      `<rect class="${here ? 'here' : 'row'}" x="${INSET}" y="${y}" width="${WIDTH - 2 * INSET}" height="34" rx="8"/>` +
      `<text x="${INSET + 12}" y="${y + 22}"${here ? ' class="on"' : ''}>${text}</text>` +
      (deep ? `<path class="cross${here ? ' on' : ''}" d="M${WIDTH - INSET - 16} ${y + 12}l5 5-5 5"/>` : ''),
    ...(here && { over: finger(WIDTH - INSET - (deep ? 34 : 12), y + 26) }),
  })
}

/** A row with a switch that is on. */
export function switched(text: string): Shape {
  return (y) => ({
    height: 42,
    svg:
      `<rect class="row" x="${INSET}" y="${y}" width="${WIDTH - 2 * INSET}" height="34" rx="8"/>` +
      `<text x="${INSET + 12}" y="${y + 22}">${text}</text>` +
      `<rect class="here" x="${WIDTH - INSET - 46}" y="${y + 7}" width="36" height="20" rx="10"/>` +
      `<circle class="knob" cx="${WIDTH - INSET - 20}" cy="${y + 17}" r="8"/>`,
    over: finger(WIDTH - INSET - 28, y + 22),
  })
}

export function button(text: string): Shape {
  return (y) => ({
    height: 48,
    svg:
      `<rect class="here" x="${INSET + 16}" y="${y}" width="${WIDTH - 2 * INSET - 32}" height="36" rx="18"/>` +
      `<text class="on" x="${WIDTH / 2}" y="${y + 23}" text-anchor="middle">${text}</text>`,
    over: finger(WIDTH / 2 + 48, y + 26),
  })
}

/** A choice among several: a ring, filled for the right one. */
export function choice(text: string, chosen = false): Shape {
  return (y) => ({
    height: 30,
    svg:
      `<circle class="ring" cx="${INSET + 10}" cy="${y + 12}" r="7"/>` +
      (chosen ? `<circle class="here" cx="${INSET + 10}" cy="${y + 12}" r="4"/>` : '') +
      `<text x="${INSET + 26}" y="${y + 17}">${text}</text>`,
  })
}

export function words(text: string): Shape {
  return (y) => ({ height: 26, svg: `<text class="small" x="${INSET + 2}" y="${y + 14}">${text}</text>` })
}

/** The shop's certificate: a sheet with the float as its seal. */
export function certificate(): Shape {
  const x = WIDTH / 2
  return (y) => ({
    height: 78,
    svg:
      `<rect class="sheet" x="${x - 40}" y="${y}" width="80" height="66" rx="6"/>` +
      `<path class="cross" d="M${x - 28} ${y + 14}h56M${x - 28} ${y + 24}h36M${x - 28} ${y + 34}h28"/>` +
      `<path class="cross" d="M${x + 20} ${y + 26}v8"/><ellipse class="float" cx="${x + 20}" cy="${y + 42}" rx="7" ry="9"/>` +
      `<path class="here" d="M${x + 13} ${y + 42}a7 9 0 0 0 14 0z"/><path class="cross" d="M${x + 20} ${y + 51}v6"/>`,
  })
}

/** A fingertip with the ring of its touch. */
function finger(x: number, y: number): string {
  return (
    `<circle class="touch" cx="${x}" cy="${y - 4}" r="11"/>` +
    `<path class="finger" d="M${x - 5} ${y + 20}v-20a5 5 0 0 1 10 0v7l9 3q4 2 3 7l-1 6"/>`
  )
}

function stack(shapes: readonly Shape[], top: number): string {
  let y = top
  let over = ''
  let below = ''
  for (const shape of shapes) {
    const drawn = shape(y)
    below += drawn.svg
    over += drawn.over ?? ''
    y += drawn.height
  }
  return below + over
}

function picture(label: string, height: number, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${content}</svg>`
}
