import { instantText } from '../../contract/date-text.ts';
import { type MailKind, mailFields, type SendMail } from '../../contract/mail.ts';
import { words as en } from '../../contract/words/en/mail.ts';
import { words as es } from '../../contract/words/es/mail.ts';
import { words as ru } from '../../contract/words/ru/mail.ts';

/** A mail in words. */
export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where its button leads; `null` for one that only tells. */
  readonly link: string | null;
}

type Texts = Readonly<Record<string, string>>;

/** Organisations and devices have names; nobody needs more of them in a mail. */
const VALUE_CHARACTERS_MAX = 120;

/** What ends lines, turns the direction of writing or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;

/** Why this mail cannot be sent, for whoever wrote the call; `null` when it can. */
export function mailProblem({ kind, data }: Pick<SendMail, 'kind' | 'data'>): string | null {
  const fields: readonly string[] = mailFields[kind];
  const missing = fields.find((field) => (data[field] ?? '').trim() === '');
  if (missing !== undefined) return `a mail ${kind} needs the field ${missing}`;
  const count = data['hours'] ?? data['days'];
  if (count !== undefined && !/^[1-9]\d{0,3}$/.test(count))
    return `hours and days of a mail are whole numbers; got ${count}`;
  if (data['at'] !== undefined && Number.isNaN(Date.parse(data['at']))) return 'at of a mail is an instant';
  return fields.includes('link') && !isPath(data['link'] ?? '')
    ? 'link of a mail is a path of ours, such as /app/x?y=z'
    : null;
}

/** No host can be slipped in: neither `//evil.example` nor `/\evil.example` is a path of ours. */
function isPath(link: string): boolean {
  return /^\/(?![/\\])[\w\-./?=&%~+]*$/.test(link);
}

/** Writes the mail in its language. What people wrote themselves is shown as text: no tag, no line, no link comes of it (T-9, T-10). */
export function composeMail(
  mail: Pick<SendMail, 'kind' | 'locale' | 'data'>,
  publicUrl: string,
  unsubscribeToken: string | null = null,
): ComposedMail {
  const words = { en, ru, es }[mail.locale];
  const texts: Texts = words[mail.kind];
  const values = valuesOf(mail);
  const say = (key: string): string => fill(texts[key] ?? '', values);
  const path = fieldOf(mail, 'link');
  const link = path === null ? null : publicUrl + path;
  const footer = fill(words.footer, { network: publicUrl });
  const until = untilText(mail, texts);
  const before = [words.greeting, say('lead')];
  const after = [...(until === null ? [] : [until]), say('notYou')];
  const leave =
    unsubscribeToken === null
      ? null
      : { action: words.unsubscribe, link: `${publicUrl}/app/unsubscribe?token=${unsubscribeToken}` };
  const left = leave === null ? '' : `\n${leave.action}: ${leave.link}`;
  const linked = link === null ? [] : [`${say('action')}:\n${link}`];
  return {
    subject: say('subject'),
    text: `${[...before, ...linked, ...after, `-- \n${footer}${left}`].join('\n\n')}\n`,
    html: htmlOf({
      locale: mail.locale,
      subject: say('subject'),
      before,
      after,
      footer,
      leave,
      button: link === null ? null : { link, action: say('action'), copy: words.copyLink },
    }),
    link,
  };
}

/** A field that this kind of mail has; what else the caller sent is not looked at. */
function fieldOf({ kind, data }: Pick<SendMail, 'kind' | 'data'>, name: string): string | null {
  const fields: readonly string[] = mailFields[kind];
  return fields.includes(name) ? (data[name] ?? null) : null;
}

function valuesOf({ kind, locale, data }: Pick<SendMail, 'kind' | 'locale' | 'data'>): Texts {
  const shown = mailFields[kind].filter((field) => field !== 'link' && field !== 'at');
  const names: Readonly<Record<string, Texts>> = { en, ru, es }[locale].names;
  const values = Object.fromEntries(
    shown.map((field) => [field, names[field]?.[data[field] ?? ''] ?? inert(data[field] ?? '')]),
  );
  const at = fieldOf({ kind, data }, 'at');
  return at === null ? values : { ...values, at: momentText(at, locale) };
}

function untilText(mail: Pick<SendMail, 'kind' | 'locale' | 'data'>, texts: Texts): string | null {
  const count = fieldOf(mail, 'hours') ?? fieldOf(mail, 'days');
  if (count === null) return null;
  const form = new Intl.PluralRules(mail.locale).select(Number(count));
  return fill(texts[`until_${form}`] ?? texts['until_other'] ?? '', { count });
}

/** To the minute, with its zone: who reads it compares it with what they did themselves. */
function momentText(at: string, locale: string): string {
  return `${instantText(locale, Date.parse(at), 'UTC')} UTC`;
}

/**
 * One line without anything that mail programs make a link of by themselves: a name such as `win at evil.example` must not lead there.
 * A space of no width after dots, colons and slashes does that without being seen.
 */
function inert(value: string): string {
  const line = value.replace(UNSEEN, ' ').trim().slice(0, VALUE_CHARACTERS_MAX);
  return line.replace(/([.:/@])(?=\S)/g, '$1\u200b');
}

function fill(text: string, values: Texts): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

interface HtmlParts {
  readonly locale: string;
  readonly subject: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly footer: string;
  /** Where one switches off mails of this kind. */
  readonly leave: { readonly link: string; readonly action: string } | null;
  readonly button: { readonly link: string; readonly action: string; readonly copy: string } | null;
}

/** Plain paragraphs and one link; no picture and no style that a mail program would have to fetch. */
function htmlOf({ locale, subject, before, after, footer, leave, button }: HtmlParts): string {
  const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
  const linked =
    button === null
      ? []
      : [
          `<p><a href="${escapeHtml(button.link)}"><strong>${escapeHtml(button.action)}</strong></a></p>`,
          `<p>${escapeHtml(button.copy)}<br>${escapeHtml(button.link)}</p>`,
        ];
  const body = [
    ...before.map(paragraph),
    ...linked,
    ...after.map(paragraph),
    `<hr><p><small>${escapeHtml(footer)}</small></p>`,
    ...(leave === null
      ? []
      : [`<p><small><a href="${escapeHtml(leave.link)}">${escapeHtml(leave.action)}</a></small></p>`]),
  ];
  const head = `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`;
  return `<!doctype html><html lang="${locale}">${head}<body>${body.join('')}</body></html>`;
}

const ENTITIES: Texts = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

export function isMailKind(kind: string): kind is MailKind {
  return Object.hasOwn(mailFields, kind);
}
