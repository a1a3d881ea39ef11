import { typeset } from '../typeset.ts';

/** Previews show about so much. */
const CHARACTERS_MAX = 200;

/** The beginning of a text that somebody wrote in Markdown, without its marks, cut between words. */
export function summaryOf(text: string, charactersMax = CHARACTERS_MAX): string {
  const clean = text
    .replace(/[*_`#[\]]|\((?:https?:|\/)[^)]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return typeset(cut(clean, charactersMax));
}

function cut(clean: string, charactersMax: number): string {
  if (clean.length <= charactersMax) return clean;
  const begin = clean.slice(0, charactersMax - 2);
  return `${begin.slice(0, Math.max(begin.lastIndexOf(' '), charactersMax / 2))} …`;
}
