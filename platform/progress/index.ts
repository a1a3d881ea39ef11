/** Where progress goes; `process.stderr` fits. Standard output stays free for data. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** So much is done now, of `total` if that is known by now. */
  update(done: number, total?: number | null): void;
  /** Everything is done: leaves one line that says so on a terminal. */
  finish(): void;
  /** It ended early: leaves the bar where it was. */
  abort(): void;
}

export interface ProgressOptions {
  /** What is being done: `importing orders`. */
  readonly label: string;
  /** What is counted: `orders`. */
  readonly unit: string;
  readonly total?: number | null;
  readonly output?: ProgressOutput;
  readonly now?: () => number;
}

/** A terminal is repainted at most this often; more is flicker. */
const REPAINT_MS = 100;

/** Without a terminal (a log file) one plain line in this time shows that it still works. */
const PLAIN_LINE_MS = 10_000;

const BAR_WIDTH = 24;
const COLUMNS = 80;

/**
 * Shows how far a long command is: a bar that repaints itself on a terminal, a plain line now and then elsewhere, nothing for what is
 * done within seconds.
 */
export function startProgress(options: ProgressOptions): Progress {
  const output = options.output ?? process.stderr;
  const now = options.now ?? Date.now;
  const state = { done: 0, total: options.total ?? null, started: now(), shown: now() };
  const terminal = output.isTTY === true;
  const show = () => {
    state.shown = now();
    const line = progressLine(options, state.done, state.total, now() - state.started);
    output.write(terminal ? `\r\u001b[2K${line.slice(0, (output.columns ?? COLUMNS) - 1)}` : `${line}\n`);
  };
  const close = () => {
    if (terminal) {
      show();
      output.write('\n');
    }
  };
  return {
    update: (done, total) => {
      state.done = done;
      state.total = total === undefined ? state.total : total;
      if (now() - state.shown >= (terminal ? REPAINT_MS : PLAIN_LINE_MS)) {
        show();
      }
    },
    finish: () => {
      state.total = state.done;
      close();
    },
    abort: close,
  };
}

/** `importing orders ████░░ 42 % 420/1,000 orders, 12 s` */
function progressLine(options: ProgressOptions, done: number, total: number | null, elapsedMs: number): string {
  const seconds = `${Math.floor(elapsedMs / 1000)} s`;
  const count = (value: number) => value.toLocaleString('en');
  if (total === null) {
    return `${options.label} ${count(done)} ${options.unit}, ${seconds}`;
  }
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${options.label} ${bar} ${Math.floor(share * 100)} % ${count(done)}/${count(total)} ${options.unit}, ${seconds}`;
}
