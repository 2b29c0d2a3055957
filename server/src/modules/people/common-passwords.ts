/** Whether it is one of the 49,000 commonest (zxcvbn's list, from leaks). Loaded only when somebody chooses a password. */
export async function isCommon(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return dictionary['passwords-common'].includes(password)
}
