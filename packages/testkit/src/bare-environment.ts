const passed = ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE'] as const

/**
 * What a process under test is given of the caller's environment. Nothing else: with his DATABASE_URL a test would work on a real shop's
 * database.
 */
export function bareEnvironment(): Record<string, string> {
  return Object.fromEntries(passed.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
