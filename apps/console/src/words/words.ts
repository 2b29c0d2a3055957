/** Chinese, then English. */
export type Words = Record<string, readonly [zh: string, en: string]>
