const YEAR_SECONDS = 31_536_000;

/** Remembers a language that somebody chose, so that the cabinets speak it too. */
export function keepLanguage(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
    link.addEventListener('click', () => {
      document.cookie = `language=${link.dataset['language'] ?? 'en'}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    });
  }
}
