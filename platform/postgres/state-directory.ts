/**
 * Where root keeps what the server's own account must reach but cannot reach in place: copies of the programs, and
 * databases whose data directory lies below a closed parent. Only used when running as root.
 */
export function stateDirectory(): string {
  return process.platform === 'darwin' ? '/var/db/tributary' : '/var/lib/tributary';
}
