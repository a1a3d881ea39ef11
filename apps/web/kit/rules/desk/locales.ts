/** Languages of the rules; English makes the version, the others say it. */
export const locales = ['en', 'ru', 'es'] as const;
export type Locale = (typeof locales)[number];
