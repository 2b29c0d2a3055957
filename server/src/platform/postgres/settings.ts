import type { Layout } from './layout.ts'

/**
 * What the embedded database runs with, given on the command line so that no file in the cluster can disagree.
 * Sized for a small machine: server and database together stay below 250 MB when idle.
 */
export function postgresArguments(layout: Layout, major: number): string[] {
  const settings: Record<string, string> = {
    // A socket in a private folder is the only door.
    listen_addresses: '',
    // Quoted: the option takes a list, and a comma in the path would end one of it.
    unix_socket_directories: `"${layout.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: '5432',
    password_encryption: 'scram-sha-256',
    // Durable: an ack is a promise.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '50',
    shared_buffers: '64MB',
    effective_cache_size: '256MB',
    maintenance_work_mem: '32MB',
    wal_buffers: '4MB',
    max_wal_size: '512MB',
    min_wal_size: '64MB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Compiling a query takes longer than any of ours runs.
    jit: 'off',
    // A fork per parallel part costs more than it gains at this size, and nothing replicates logically.
    max_parallel_workers_per_gather: '0',
    max_logical_replication_workers: '0',
    huge_pages: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Nothing private in the log: no statements, no parameters, no "Key (…)=(…)" details.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    log_min_messages: 'warning',
    // Three idle helper processes less; with data mostly in memory they bring nothing.
    ...(major >= 18 && { io_method: 'sync' }),
  }
  return ['-D', layout.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
