/** What a figure has to reach. */
export type Goal = { atLeast: number } | { atMost: number }

/** One bench: it sets its own stage, takes at most a minute, and answers plain numbers. */
export interface Bench {
  name: string
  what: string
  goals: Readonly<Record<string, Goal>>
  run(): Promise<Record<string, number>>
}
