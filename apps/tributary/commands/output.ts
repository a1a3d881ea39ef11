/** Where a command writes; the terminal, or a test. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
  /** 0 done, 1 findings, 2 wrong usage. */
  exit(code: 0 | 1 | 2): void;
}

export const terminal: CommandOutput = {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  exit: (code) => {
    process.exitCode = code;
  },
};
