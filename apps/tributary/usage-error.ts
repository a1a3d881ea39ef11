/** Wrong usage by the environment: exit status 2, a message with the remedy and no stack. */
export class UsageError extends Error {}

/**
 * The network's database cannot be opened: no defect, so exit status 1 and a message with the remedy instead of a stack. Whatever
 * prevented it is the `cause`.
 */
export class DatabaseNotOpened extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
