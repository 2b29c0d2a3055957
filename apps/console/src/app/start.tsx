import type { Client } from '@bobber/client/client'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ClientProvider } from '../data/client-context.tsx'
import { mayPass } from '../data/problem.ts'
import { refreshByFacts } from '../data/refresh.ts'
import { SettingsProvider } from '../data/settings.tsx'
import { makeRouter } from './router.tsx'
import { theme } from './theme.ts'

/** Puts the console on the page with a client that is open already. */
export function start(client: Client): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root')
  const cache = new QueryClient({
    defaultOptions: {
      // The log says when something changed; the clock is for what it doesn't speak of, such as people and settings.
      queries: {
        staleTime: 20_000,
        retry: (failures, error) => failures < 1 && mayPass(error),
        networkMode: 'always',
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always' },
    },
  })
  refreshByFacts(client, cache)
  const router = makeRouter()
  createRoot(root).render(
    <StrictMode>
      {/* The server words its refusals in the language that the client names when it connects. */}
      <SettingsProvider onLocale={() => location.reload()}>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <QueryClientProvider client={cache}>
            <ClientProvider client={client}>
              <RouterProvider router={router} />
            </ClientProvider>
          </QueryClientProvider>
        </MantineProvider>
      </SettingsProvider>
    </StrictMode>,
  )
}
