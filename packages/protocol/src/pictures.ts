/** Longest sides, in px, a picture is kept in. */
export const pictureEdges = [96, 360, 768, 1440] as const
/** The most a clip may be: bytes as they are sent, and seconds as players count them. */
export const mostOfClip = { bytes: 50 * 1024 * 1024, seconds: 60 } as const

/** A clip's length as players write it, `0:12`; less than a second is said as one. */
export function clipLength(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
