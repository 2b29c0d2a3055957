/** A mainland mobile number as it is stored and compared: 11 digits. Undefined for anything else. */
export function readPhone(written: string): string | undefined {
  const digits = written
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(\+|00)?86(?=1\d{10}$)/, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined
}

/** 138****1234: enough to recognise one's own number by. */
export function maskedPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
