import { mkdir } from 'node:fs/promises';
import { type DirectoryLock, lockDirectory } from './lock.ts';
import { closeAbandoned, isCode, listDirectory, segmentNumber } from './segment.ts';

/** What a disk says that is full, broken or was mounted for reading only: no reason not to start, since visitors are redirected all the same. */
const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EFBIG'] as const;

export function isDiskError(error: unknown): boolean {
  return DISK_CODES.some((code) => isCode(error, code));
}

/** The directory of one writer: made, locked, and what a killed writer left open closed. */
export class WriterDirectory {
  readonly path: string;
  /** Of the newest segment that is or was there. */
  lastNumber = 0;
  #lock: DirectoryLock | null = null;
  readonly #abandoned: string[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** Makes sure that it is there and ours, again where somebody has removed it; throws where the disk refuses or another process writes there. */
  async take(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    if (this.#lock !== null) {
      await this.#lock.renew();
      return;
    }
    const lock = await lockDirectory(this.path);
    try {
      const left = await listDirectory(this.path, '');
      for (const segment of left) await closeAbandoned(segment.path);
      this.lastNumber = Math.max(this.lastNumber, ...left.map(({ id }) => segmentNumber(id)));
      this.#lock = lock;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** A segment that cannot be closed now. */
  abandon(path: string): void {
    this.#abandoned.push(path);
  }

  /** The disk takes files again: now what it refused to close can be closed. */
  async closeWhatIsLeft(): Promise<void> {
    for (const left of this.#abandoned.splice(0)) {
      await closeAbandoned(left).catch((error: unknown) => {
        if (!isCode(error, 'ENOENT')) this.#abandoned.push(left);
      });
    }
  }

  async release(): Promise<void> {
    await this.#lock?.release();
  }
}
