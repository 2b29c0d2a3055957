import { isCommon } from './common-passwords.ts'

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const shortest = 8

/** The native library is loaded at the first password, not at the start. */
const argon2 = () => import('@node-rs/argon2')

/** argon2id with a random salt, as a string that names its own figures. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await argon2()
  return hash(plain(password), cost)
}

/** Takes as long for a login that doesn't exist (`stored` undefined) as for one that does, and answers false. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  const { verify } = await argon2()
  const fits = await verify(stored ?? (await stranger()), plain(password))
  return stored !== undefined && fits
}

/** Too short, one of the common ones, a run or a repeat, or hardly more than a word that everybody knows of this person (P5). */
export async function isWeak(password: string, known: readonly string[]): Promise<boolean> {
  const text = plain(password).toLowerCase()
  if (Array.from(text).length < shortest || isRun(text)) return true
  const words = known.map((word) => word.toLowerCase())
  if (words.some((word) => word.length >= 3 && text.includes(word) && text.length - word.length <= 4)) return true
  return isCommon(text)
}

/** One character, or a short piece, again and again; or neighbours in the alphabet or among the digits all the way. */
function isRun(text: string): boolean {
  if (/^(.{1,3})\1+.{0,2}$/s.test(text)) return true
  const steps = new Set(
    Array.from(text)
      .slice(1)
      .map((character, at) => character.charCodeAt(0) - text.charCodeAt(at)),
  )
  return steps.size === 1 && Math.abs([...steps][0] ?? 0) <= 1
}

function plain(password: string): string {
  return password.normalize('NFKC')
}

let strangerHash: Promise<string> | undefined
function stranger(): Promise<string> {
  strangerHash ??= hashPassword('nobody has this password')
  return strangerHash
}
