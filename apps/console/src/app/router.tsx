import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { Counter } from '../screens/counter/counter.tsx'
import { Broken } from './broken.tsx'
import { Gate } from './gate.tsx'
import { lazyScreen } from './lazy-screen.tsx'
import { Missing } from './missing.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyScreen(async () => (await import('../screens/entrance/sign-in.tsx')).SignIn),
  validateSearch: (search: Record<string, unknown>): { to?: string } => (typeof search['to'] === 'string' ? { to: search['to'] } : {}),
})
const owner = createRoute({
  getParentRoute: () => root,
  path: '/owner',
  component: lazyScreen(async () => (await import('../screens/entrance/owner.tsx')).Owner),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyScreen(async () => (await import('../screens/entrance/invitation.tsx')).Invitation),
})
const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/password',
  component: lazyScreen(async () => (await import('../screens/entrance/new-password.tsx')).NewPassword),
})

/** Everything behind the sign-in: the gate knows who is asking, and draws the shell around the screen. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate, notFoundComponent: Missing })
const under = () => inside
const counter = createRoute({ getParentRoute: under, path: '/', component: Counter })
const inbox = createRoute({
  getParentRoute: under,
  path: '/inbox/{-$conversationId}',
  component: lazyScreen(async () => (await import('../screens/inbox/inbox.tsx')).Inbox),
})
const orders = createRoute({
  getParentRoute: under,
  path: '/orders',
  component: lazyScreen(async () => (await import('../screens/orders/orders.tsx')).Orders),
})
const newOrder = createRoute({
  getParentRoute: under,
  path: '/orders/new',
  component: lazyScreen(async () => (await import('../screens/new-order/new-order.tsx')).NewOrder),
  validateSearch: (search: Record<string, unknown>): { customer?: string; conversation?: string } => ({
    ...(typeof search['customer'] === 'string' && { customer: search['customer'] }),
    ...(typeof search['conversation'] === 'string' && { conversation: search['conversation'] }),
  }),
})
const order = createRoute({
  getParentRoute: under,
  path: '/orders/$orderId',
  component: lazyScreen(async () => (await import('../screens/order/order.tsx')).Order),
})
const slip = createRoute({
  getParentRoute: under,
  path: '/orders/$orderId/slip',
  component: lazyScreen(async () => (await import('../screens/order/slip.tsx')).Slip),
})
const handOvers = createRoute({
  getParentRoute: under,
  path: '/hand-overs',
  component: lazyScreen(async () => (await import('../screens/hand-overs/hand-overs.tsx')).HandOvers),
})
const handOut = createRoute({
  getParentRoute: under,
  path: '/hand-overs/out/{-$orderId}',
  component: lazyScreen(async () => (await import('../screens/hand-overs/hand-out.tsx')).HandOut),
})
const takeBack = createRoute({
  getParentRoute: under,
  path: '/hand-overs/in',
  component: lazyScreen(async () => (await import('../screens/hand-overs/take-back.tsx')).TakeBack),
})
const inspect = createRoute({
  getParentRoute: under,
  path: '/hand-overs/inspect/$orderId',
  component: lazyScreen(async () => (await import('../screens/hand-overs/inspect.tsx')).Inspect),
})
const stock = createRoute({
  getParentRoute: under,
  path: '/stock',
  component: lazyScreen(async () => (await import('../screens/stock/stock.tsx')).Stock),
})
const variant = createRoute({
  getParentRoute: under,
  path: '/stock/$variantId',
  component: lazyScreen(async () => (await import('../screens/stock/variant.tsx')).Variant),
})
const product = createRoute({
  getParentRoute: under,
  path: '/stock/edit/{-$productId}',
  component: lazyScreen(async () => (await import('../screens/stock/product-form.tsx')).ProductForm),
  /** which of the product's variants; none: one more */
  validateSearch: (search: Record<string, unknown>): { variant?: string } => ({
    ...(typeof search['variant'] === 'string' && { variant: search['variant'] }),
  }),
})
const labels = createRoute({
  getParentRoute: under,
  path: '/labels',
  component: lazyScreen(async () => (await import('../screens/stock/labels.tsx')).Labels),
  validateSearch: (search: Record<string, unknown>): { variant?: string; import?: string } => ({
    ...(typeof search['variant'] === 'string' && { variant: search['variant'] }),
    ...(typeof search['import'] === 'string' && { import: search['import'] }),
  }),
})
const importing = createRoute({
  getParentRoute: under,
  path: '/import',
  component: lazyScreen(async () => (await import('../screens/import/import.tsx')).Import),
})
const people = createRoute({
  getParentRoute: under,
  path: '/people',
  component: lazyScreen(async () => (await import('../screens/people/people.tsx')).People),
})
const settings = createRoute({
  getParentRoute: under,
  path: '/settings',
  component: lazyScreen(async () => (await import('../screens/settings/settings.tsx')).Settings),
})

const tree = root.addChildren([
  signIn,
  owner,
  invitation,
  newPassword,
  inside.addChildren([
    counter,
    inbox,
    orders,
    newOrder,
    order,
    slip,
    handOvers,
    handOut,
    takeBack,
    inspect,
    stock,
    variant,
    product,
    labels,
    importing,
    people,
    settings,
  ]),
])

export function makeRouter() {
  return createRouter({
    routeTree: tree,
    basepath: '/console',
    defaultErrorComponent: Broken,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
