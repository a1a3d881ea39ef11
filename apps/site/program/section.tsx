import type { ReactNode } from 'react';
import type { ShownNotice, WarningSurface } from '../../../modules/program-pages/index.ts';
import type { PageLanguage } from '../../../platform/http/index.ts';
import type { Visit } from '../frame/visit.ts';
import { Markdown } from '../markdown.tsx';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of the page that has an address of its own. */
export function Section({ id, title, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

interface TextProps {
  readonly visit: Visit;
  readonly text: string;
  /** Of the text, where it is not the page's (S-132). */
  readonly language: PageLanguage;
  readonly level?: 3 | 4;
}

/** A text that people of the program wrote. */
export function ProgramText({ visit, text, language, level = 3 }: TextProps) {
  if (text.trim() === '') return null;
  return (
    <div className="prose" {...foreign(visit, language)}>
      <Markdown text={text} visit={visit} level={level} />
    </div>
  );
}

/** The `lang` of what is not in the page's language; nothing for what is. */
export function foreign(visit: Visit, language: PageLanguage): { readonly lang?: PageLanguage } {
  return language === visit.language ? {} : { lang: language };
}

interface WarningsProps {
  readonly visit: Visit;
  readonly notices: readonly ShownNotice[];
  readonly surface: WarningSurface;
}

/** What warns of the figures that stand here (S-031). */
export function Warnings({ visit, notices, surface }: WarningsProps) {
  return notices.map(({ name, surfaces, text, locale }) =>
    surfaces.includes(surface) ? (
      <div key={name} className="notice" role="note">
        <strong>{visit.words.program.notice}</strong>
        <ProgramText visit={visit} text={text} language={locale} />
      </div>
    ) : null,
  );
}

/** When a section last changed (S-130). */
export function Changed({ visit, day }: { readonly visit: Visit; readonly day: string }) {
  return (
    <p className="changed">
      {visit.words.program.changed} <span className="figure">{day}</span>
    </p>
  );
}
