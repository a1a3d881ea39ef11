/** Between a number and its percent sign, and between the thousands of a number: a line never breaks there. */
const INSIDE_NUMBERS = /(?<=\d) (?=%|\d{3}(?!\d))/g;
const NO_BREAK = '\u00a0';

/** A text that people wrote, with its numbers held together. */
export function typeset(text: string): string {
  return text.replace(INSIDE_NUMBERS, NO_BREAK);
}

/** A few words that belong on one line, such as a count and what is counted. */
export function together(text: string): string {
  return text.replaceAll(' ', NO_BREAK);
}
