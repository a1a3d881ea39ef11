import { z } from 'zod';

/** What a program's public page says beside its terms and figures, by section. Text is Markdown without HTML. */

export const pageLocales = ['en', 'ru', 'es'] as const;
export type PageLocale = (typeof pageLocales)[number];

const TEXT_CHARACTERS_MAX = 20_000;
const LINE_CHARACTERS_MAX = 300;
const NAME_CHARACTERS_MAX = 100;
const ITEMS_MAX = 100;
const KEYWORDS_MAX = 20_000;
const URL_CHARACTERS_MAX = 2_000;

/** What no database can keep as text: NUL and halves of characters. */
const WHOLE = /^[^\0\p{Cs}]*$/u;
const text = z
  .string()
  .regex(WHOLE, 'expected whole characters, without NUL')
  .max(TEXT_CHARACTERS_MAX)
  .describe('Markdown; HTML is shown as text.');
const line = z.string().regex(WHOLE, 'expected whole characters, without NUL').trim().min(1).max(LINE_CHARACTERS_MAX);
const name = z.string().regex(WHOLE, 'expected whole characters, without NUL').trim().min(1).max(NAME_CHARACTERS_MAX);
const day = z.iso.date().describe('A calendar day of the program’s zone.');
const items = <T extends z.ZodType>(item: T) => z.array(item).max(ITEMS_MAX);
/** An https address, or a path of this network: nothing that runs when it is followed. */
const address = z
  .string()
  .max(URL_CHARACTERS_MAX)
  .regex(/^(https:\/\/[^\s/@]+(\/\S*)?|\/(?![/\\])\S*)$/, 'expected an address that begins with https:// or with /');

export const metricNames = ['epc', 'cr', 'cr48', 'confirmation', 'cookie', 'processing', 'payment'] as const;
/** Where a notice about wrong figures stands (S-031). */
export const noticeSurfaces = ['page', 'feed', 'hot', 'calculator', 'news'] as const;
/** Artefacts that the page links to; each may be missing (S-134). */
export const attachmentSlots = [
  'geo-scheme',
  'special-stores-list',
  'excluded-stores-list',
  'plugin-icon-photo',
  'banned-keywords',
  'telegram-bot',
  'extension',
  'help-dynamic-ads',
  'sibling-rules',
] as const;

const newsItem = z.strictObject({
  name: name.nullable().describe('Of the notice of the terms whose wording this is; null: news of its own.'),
  effective: day.nullable().describe('From when what is told holds; null: no date was given.'),
  text,
});

const claim = z.strictObject({
  text: line,
  metric: z.enum(metricNames).nullable().describe('The measured value that is shown beside the claim (S-045).'),
  note: text.nullable().describe('Where the claim has exceptions, which.'),
});

const rateLabel = z.strictObject({
  key: name.describe('A category, a store, a list of stores or a rule of the terms.'),
  label: line,
  note: text.nullable().describe('A footnote to its rate.'),
});

const regimeText = z.strictObject({ name: name.describe('Of the regime of the terms.'), title: line, text });

const rule = z.strictObject({ number: z.int().min(1).max(ITEMS_MAX), key: name, text });

const attachment = z.strictObject({
  slot: z.enum(attachmentSlots),
  title: line,
  url: address,
  version: name,
  date: day,
});

const notice = z.strictObject({
  name,
  surfaces: z.array(z.enum(noticeSurfaces)).min(1),
  concerns: name.nullable().describe('The class of products it concerns, such as crossborder; null: all.'),
  from: day,
  until: day.nullable().describe('Excluded; null until somebody closes it.'),
  text,
});

export const sectionContents = {
  description: z.strictObject({ text }),
  news: z.strictObject({ items: items(newsItem) }),
  advantages: z.strictObject({ publishers: items(claim), users: items(line) }),
  rates: z.strictObject({ intro: text, labels: items(rateLabel), regimes: items(regimeText) }),
  hot_products: z.strictObject({ text }),
  recommendations: z.strictObject({ text }),
  rules: z.strictObject({
    intro: text,
    rules: items(rule).refine((rules) => rules.every(({ number }, index) => number === index + 1), {
      message: 'expected the numbers 1, 2, 3 … in this order: sanctions cite them',
    }),
    further: items(z.strictObject({ title: line, text })),
  }),
  tools: z.strictObject({
    items: items(z.strictObject({ name: line, text, slot: z.enum(attachmentSlots).nullable() })),
  }),
  attachments: z.strictObject({ items: items(attachment) }),
  banned_keywords: z.strictObject({ keywords: z.array(line).max(KEYWORDS_MAX) }),
  notices: z.strictObject({ items: items(notice) }),
  promises: z.strictObject({ items: items(line) }),
} as const;

export type SectionKind = keyof typeof sectionContents;
export type SectionContent<K extends SectionKind> = z.infer<(typeof sectionContents)[K]>;

/** Sections of one program. */
export const programSections = [
  'description',
  'news',
  'advantages',
  'rates',
  'hot_products',
  'recommendations',
  'rules',
  'tools',
  'attachments',
  'banned_keywords',
  'notices',
] as const satisfies readonly SectionKind[];

/** Sections that every page of the network shows alike. */
export const networkSections = ['promises'] as const satisfies readonly SectionKind[];

const instant = z.string().describe('RFC 3339 in UTC.');

/** A section as somebody reads it. `content` has the form that its kind names. */
export const sectionAnswer = z.object({
  kind: z.string(),
  locale: z.enum(pageLocales).describe('Of the content: English where the asked language has none.'),
  number: z.int().describe('Counts the publications of the section in its language.'),
  version: z.int().nullable().describe('Of rules: which version the text says (S-111). Null for all other sections.'),
  changed_at: instant,
  content: z.record(z.string(), z.unknown()),
});

/** What holds now and warns of something, wherever publishers work with the program (S-031). */
export const noticeAnswer = z.object({
  name: z.string(),
  surfaces: z.array(z.enum(noticeSurfaces)).readonly().describe('Where what it warns of is shown.'),
  text: z.string(),
  locale: z.enum(pageLocales).describe('Of the text.'),
});
export const pageAnswer = z.object({ sections: z.array(sectionAnswer), notices: z.array(noticeAnswer) });
export type PageAnswer = z.infer<typeof pageAnswer>;

/** A section as its editor sees it: what is published in one language, and what is not yet. */
export const editedSection = z.object({
  kind: z.string(),
  locale: z.enum(pageLocales),
  published: z.object({ number: z.int(), changed_at: instant, content: z.record(z.string(), z.unknown()) }).nullable(),
  draft: z.object({ saved_at: instant, saved_by: z.string(), content: z.record(z.string(), z.unknown()) }).nullable(),
});
/** What the writer of a draft saw when he began: the newest publication, 0 for none, and the draft that was there. */
export const sectionSeen = z.strictObject({ number: z.int().min(0), saved_at: z.string().max(40).nullable() });
export type SectionSeen = z.infer<typeof sectionSeen>;
export const editedSections = z.object({ sections: z.array(editedSection) });
export type EditedSections = z.infer<typeof editedSections>;
