/** Previews show about so much. */
const CHARACTERS_MAX = 200;

/** The beginning of a text that somebody wrote in Markdown, without its marks, cut between words. */
export function summaryOf(text: string, charactersMax = CHARACTERS_MAX): string {
  const clean = text
    .replace(/[*_`#[\]]|\((?:https?:|\/)[^)]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean.length <= charactersMax) return clean;
  const cut = clean.slice(0, charactersMax - 2);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), charactersMax / 2))} …`;
}
