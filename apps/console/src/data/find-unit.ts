import { useCommand } from './ask.ts'

/** Looks a code up at the moment it is scanned; what isn't known is said with its remedy. */
export function useFindUnit() {
  const find = useCommand('unit.find')
  return {
    byCode: async (code: string) => (await find.give({ code }))?.unit ?? null,
    busy: find.busy,
    problem: find.problem,
  }
}
