/** For a small machine that does other things too; a big one has DATABASE_URL. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // A path to a socket may be too long or hold a space; a port with a password works everywhere.
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '48MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  // Workers of its own would cost more memory than they save time here.
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // No row and no parameter gets into the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
};

/** A test's cluster is thrown away, so it need not survive a power cut. */
const throwAway: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '120',
};

export function toArguments(durability: 'durable' | 'throw-away'): readonly string[] {
  const all = durability === 'durable' ? settings : { ...settings, ...throwAway };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
