import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { expect, test, vi } from 'vitest'
import { firstLoad, scriptBudget } from './first-load.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const built = (budget: number) =>
  build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [firstLoad(budget)],
    build: { write: false, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  })

test('C1 every screen loads within the budget, and a smaller budget fails the build', async () => {
  // What is shipped is built for production; under the tests' own NODE_ENV the parts would bring their warnings along.
  vi.stubEnv('NODE_ENV', 'production')
  await expect(built(scriptBudget)).resolves.toBeDefined()
  await expect(built(5000)).rejects.toThrow(/over the budget of 5000 B/)
}, 30_000)
