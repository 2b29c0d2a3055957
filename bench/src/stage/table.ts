import type { Bench, Goal } from './bench.ts'

/** A bench's figures for people, each goal beside its figure. */
export function table({ name, what, goals }: Bench, figures: Readonly<Record<string, number>>): string {
  const rows = Object.entries(figures).map(([key, value]) => {
    const goal = goals[key]
    const verdict = goal === undefined ? '' : `${wordOf(goal)}  ${isMet(goal, value) ? 'met' : 'NOT MET'}`
    return `  ${key.padEnd(20)}${String(value).padStart(14)}   ${verdict}`.trimEnd()
  })
  return `${name}: ${what}\n${rows.join('\n')}\n\n`
}

export function isMet(goal: Goal, value: number): boolean {
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}

function wordOf(goal: Goal): string {
  return 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`
}
