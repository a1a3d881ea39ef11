import { UsageError } from '../usage-error.ts';

/** A disk that is full or may only be read. */
const DISK_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** What is wrong with the surroundings, a port that is taken above all, is no defect: it is said without a stack. */
export async function readable(error: unknown): Promise<unknown> {
  // Loaded already where they were thrown, and not before clicks are answered where they were not.
  const [{ DirectoryTaken }, { CountryDataUnusable }] = await Promise.all([
    import('../../../platform/spool/index.ts'),
    import('../../../platform/geoip/index.ts'),
  ]);
  if (error instanceof DirectoryTaken || error instanceof CountryDataUnusable) return new UsageError(error.message);
  if (!(error instanceof Error && 'code' in error)) return error;
  if (error.code === 'ENOTFOUND') {
    return new UsageError(
      `${error.message}. No address has this name: set HOST to one of this machine, such as 0.0.0.0`,
    );
  }
  if (error.code === 'EADDRINUSE') {
    return new UsageError(`${error.message}. Another program uses this port: end it, or set PORT to a free one`);
  }
  const isOfNetwork = 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'bind');
  if (!isOfNetwork && (error.code === 'EACCES' || error.code === 'EPERM')) {
    return new UsageError(
      `${error.message}. This process may not read or write there: give its account the directory that TRIBUTARY_DATA names, with all in it`,
    );
  }
  if (DISK_CODES.has(String(error.code))) {
    return new UsageError(
      `${error.message}. Nothing can be written where TRIBUTARY_DATA leads: make room there, or name a directory on a disk that takes it`,
    );
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new UsageError(`${error.message}. This process may not listen there: set PORT and HOST to what it may use`);
  }
  return error;
}
