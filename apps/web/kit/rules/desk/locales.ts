/** Languages of the rules; English makes the version, the others say it. */
export const locales = ['en', 'ru', 'es'] as const;
export type Locale = (typeof locales)[number];

/** A name that begins what is shown: Russian and Spanish write languages small inside a sentence only. */
export const begun = (name: string): string => name.charAt(0).toLocaleUpperCase() + name.slice(1);
