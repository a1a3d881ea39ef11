import type { Connection, Submittable } from 'pg';
import type { Tx } from './transaction.ts';

/** So many bytes in front of each piece are left free for the head of its message. */
export const COPY_HEAD_BYTES = 5;

const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = Buffer.from('c\0\0\0\x04', 'latin1');
/** With an empty reason: the sender's own error is told instead of the server's. */
const COPY_FAIL = Buffer.from('f\0\0\0\x05\0', 'latin1');

/**
 * Sends `COPY … FROM STDIN` what `nextPiece` gives until it gives `null`. A piece is asked for when the one before it has been handed to the
 * system, so that all of them may lie in the same memory; it begins with `COPY_HEAD_BYTES` that are overwritten.
 */
export function copyIn(tx: Tx, statement: string, nextPiece: () => Buffer | null): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.client.query(new CopyIn(statement, nextPiece, (error) => (error === null ? resolve() : reject(error))));
  });
}

/** As the driver wants it: told of each message that the server answers with. */
class CopyIn implements Submittable {
  readonly #statement: string;
  readonly #nextPiece: () => Buffer | null;
  readonly #done: (error: unknown) => void;
  /** While pieces are on their way nobody is told of a failure: their memory is still being read. */
  #sending = false;
  #ended = false;
  #failure: unknown = null;

  constructor(statement: string, nextPiece: () => Buffer | null, done: (error: unknown) => void) {
    this.#statement = statement;
    this.#nextPiece = nextPiece;
    this.#done = done;
  }

  submit(connection: Connection): void {
    connection.query(this.#statement);
  }

  handleCopyInResponse(connection: Connection): void {
    void this.#send(connection);
  }

  handleCommandComplete(): void {
    // The number of rows is the sender's own business.
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  handleError(error: unknown): void {
    this.#failure ??= error;
    this.#ended = true;
    this.#end();
  }

  async #send(connection: Connection): Promise<void> {
    this.#sending = true;
    try {
      // After a failure the server drops what still comes.
      for (let piece = this.#nextPiece(); piece !== null && !this.#ended; piece = this.#nextPiece()) {
        piece[0] = COPY_DATA;
        piece.writeInt32BE(piece.length - 1, 1);
        await written(connection, piece);
      }
      if (!this.#ended) connection.stream.write(COPY_DONE);
    } catch (error) {
      // The server answers this with a failure, which ends the statement.
      this.#failure = error;
      connection.stream.write(COPY_FAIL);
    }
    this.#sending = false;
    if (this.#ended) this.#end();
  }

  #end(): void {
    if (!this.#sending) this.#done(this.#failure);
  }
}

/** Resolves when nobody reads the piece any more; of a lost connection the driver tells. */
function written({ stream }: Connection, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    stream.write(piece, () => resolve());
  });
}
