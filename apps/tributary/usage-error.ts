/** Wrong usage by the environment: exit status 2, a message with the remedy and no stack. */
export class UsageError extends Error {}
