/** What a started process is told to people with. */
export interface ProcessOutput {
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Progress of loading the example. */
  readonly onDay: (done: number, total: number) => void;
}
