import { dirname, join, relative } from 'node:path'
import { root } from '../ready/root.mjs'
import { roomOf, whyNot } from './rooms.ts'

/** The parts of the linter's interface that these rules use. */
interface Node {
  type: string
  source?: { value?: unknown } | null
}
interface Context {
  filename: string
  report(found: { node: Node; message: string }): void
}

/** Modules that stand for "not here": what a room must not bring in from outside. */
const outside: { room: RegExp; refused: RegExp; why: string }[] = [
  {
    room: /^(protocol|domain)$/,
    refused: /^node:|^(?!@bobber\/|typebox|temporal-polyfill|[./])/,
    why: 'pure rooms take clock, chance and I/O as arguments',
  },
  { room: /^server\/edge$/, refused: /^(pg|kysely)$/, why: 'an edge decodes, asks a module and encodes: no SQL' },
  { room: /^apps\//, refused: /^typebox|^node:/, why: 'browsers get types only' },
]

/** The file that an import of ours names, relative to the checkout; undefined for packages from outside. */
function target(filename: string, source: string): string | undefined {
  if (source.startsWith('.')) return relative(root, join(dirname(filename), source))
  const [, name, rest] = /^@bobber\/([a-z]+)(?:\/(.+))?$/.exec(source) ?? []
  if (name === undefined) return undefined
  const home = name === 'server' ? 'server' : name === 'storefront' || name === 'console' ? `apps/${name}` : `packages/${name}`
  return `${home}/src/${rest ?? 'index'}.ts`
}

function checkImport(context: Context, node: Node): void {
  const source = node.source?.value
  if (typeof source !== 'string') return
  const from = relative(root, context.filename)
  const to = target(context.filename, source)
  const room = roomOf(from)
  const barred = outside.find((each) => room !== undefined && each.room.test(room) && each.refused.test(source))
  const why = barred?.why ?? (to === undefined ? undefined : whyNot(from, to))
  if (why !== undefined) context.report({ node, message: why })
}

export default {
  meta: { name: 'bobber' },
  rules: {
    rooms: {
      create: (context: Context) => {
        const check = (node: Node): void => checkImport(context, node)
        return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
      },
    },
    'no-export-star': {
      create: (context: Context) => ({
        ExportAllDeclaration: (node: Node): void =>
          context.report({ node, message: 'name what is exported: a door is a table of contents' }),
      }),
    },
  },
}
