/** Every acquire pushes its release; the shutdown is the boot list backwards. */
export interface Releases {
  push(name: string, release: () => void | Promise<void>): void
  /** Releases in reverse order; one that fails or hangs stops none of the others. Answers what failed. */
  releaseAll(): Promise<{ name: string; fault: unknown }[]>
}

const patienceMs = 10_000

export function createReleases(): Releases {
  const held: { name: string; release: () => void | Promise<void> }[] = []
  return {
    push(name, release) {
      held.push({ name, release })
    },
    async releaseAll() {
      const failed: { name: string; fault: unknown }[] = []
      for (let one = held.pop(); one; one = held.pop()) {
        try {
          await inTime(one.release)
        } catch (fault) {
          failed.push({ name: one.name, fault })
        }
      }
      return failed
    },
  }
}

async function inTime(release: () => void | Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${patienceMs} ms`)), patienceMs)
  })
  try {
    await Promise.race([release(), late])
  } finally {
    clearTimeout(timer)
  }
}
