/** One row of values along the categories. */
export interface Series {
  readonly name: string;
  readonly kind: 'bar' | 'line';
  readonly tone: Tone;
  /** Only for drawing; what people read is in `texts`. `null` leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly texts: readonly string[];
  /** Bars of one stack stand upon each other. */
  readonly stack?: string;
}

/** What a series means, so that the same thing has the same colour on every screen. */
export type Tone = 'good' | 'waiting' | 'bad' | 'main' | 'second';

interface Palette {
  readonly tones: Readonly<Record<Tone, string>>;
  readonly text: string;
  readonly lines: string;
  readonly ground: string;
}

/** Told apart by people who see red and green alike too: blue, teal, orange differ in lightness as well. */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    tones: { good: '#0b7a5c', waiting: '#6aaee0', bad: '#c2410c', main: '#0f6b80', second: '#c58b12' },
    text: '#4b5560',
    lines: '#dfe3e8',
    ground: '#ffffff',
  },
  dark: {
    tones: { good: '#3fc79a', waiting: '#5b93c9', bad: '#ff9a6b', main: '#4ea1b3', second: '#e8b94e' },
    text: '#b6c0c9',
    lines: '#323a41',
    ground: '#1f262c',
  },
};
