export interface BatchLimits {
  /** items of one question */
  most: number
  /** questions on their way at the same time */
  atOnce: number
}

/**
 * Asks for one item at a time what is cheaper to ask for many: whoever comes while enough questions are on their way waits for one to
 * return, and goes with all who wait then. Every answer begins after its asking. A question that fails fails for all of its items.
 * `ask` answers in the order of its items.
 */
export function inBatches<Item, Result>(ask: (items: Item[]) => Promise<readonly Result[]>, { most, atOnce }: BatchLimits) {
  const waiting: { item: Item; resolve: (result: Result) => void; reject: (fault: unknown) => void }[] = []
  let running = 0

  async function run(): Promise<void> {
    running++
    for (let batch = waiting.splice(0, most); batch.length > 0; batch = waiting.splice(0, most)) {
      try {
        const results = await ask(batch.map(({ item }) => item))
        for (const [nth, { resolve }] of batch.entries()) resolve(results[nth] as Result)
      } catch (fault) {
        for (const { reject } of batch) reject(fault)
      }
    }
    running--
  }

  return (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (running === 0 || (running < atOnce && waiting.length >= most)) void run()
    })
}
