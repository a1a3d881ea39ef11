import { z } from 'zod';

const CODE_CHARACTERS_MAX = 100;
/** The language itself reads no longer text; the HTTP body bound is a little below what escapes may add. */
const TEXT_CHARACTERS_MAX = 1_000_000;
/** Why a proposal is made, approved or declined: some paragraphs. */
const REASON_CHARACTERS_MAX = 2_000;

export const programParams = z.object({ code: z.string().max(CODE_CHARACTERS_MAX) });
export const textField = z.string().max(TEXT_CHARACTERS_MAX);
export const basedOnField = z.int().min(0).describe('The publication that was changed; 0 before the first.');
export const reasonField = z.string().trim().min(1).max(REASON_CHARACTERS_MAX);
export const languageQuery = z.strictObject({
  language: z.enum(['en', 'ru', 'es']).optional().describe('Of the sentences; English if left out.'),
});

const instant = z.string().nullable().describe('RFC 3339 in UTC; null: unbounded.');

export const publicationAnswer = z.object({
  program: z.string(),
  publication: z.number(),
  hash: z.string().describe('SHA-256 of the text.'),
  published_at: z.string(),
  versions: z.array(z.object({ id: z.string(), from: instant, until: instant })),
});

/** `GET /api/v1/programs/{code}/terms`. */
export const termsAnswer = publicationAnswer.extend({
  current: z.string().nullable().describe('The version that is valid now.'),
  text: z.string().describe('The terms as published, in the terms language.'),
});

const place = z.object({ line: z.number(), column: z.number() });

const termsFinding = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  position: place,
  message: z.string(),
  remedy: z.string(),
  related: z.array(place),
});
export type TermsFinding = z.infer<typeof termsFinding>;

/** `POST …/terms/check`. */
export const checkAnswer = z.object({ publishable: z.boolean(), findings: z.array(termsFinding) });
export type CheckAnswer = z.infer<typeof checkAnswer>;

const warnings = z
  .array(termsFinding)
  .describe('What is doubtful about the text, by itself or beside the terms of sibling programs.');

/** `POST …/terms`. */
export const publishedAnswer = publicationAnswer.extend({ warnings });
export type PublishedAnswer = z.infer<typeof publishedAnswer>;

const findingAnswer = z.object({
  what: z.string(),
  problem: z.string(),
  from: z.string().nullable(),
  until: z.string(),
});

const affectedAnswer = z
  .object({
    from: z.string().nullable().describe('First order time that the text speaks about; null: since ever.'),
    until: z.string().describe('Excluded.'),
    decided: z
      .object({
        orders: z.number(),
        publishers: z.number(),
        compared: z.number().describe('Orders priced under the text, the oldest ones; what follows is of these.'),
        would_differ: z.number(),
        undecidable: z.number(),
        commission: z.array(z.object({ currency: z.string(), before: z.string(), after: z.string() })).readonly(),
      })
      .describe('Orders that keep their decision. `after`: what the text would have given; it is not booked.'),
    undecided: z
      .object({ orders: z.number() })
      .describe('Orders that nobody owned: decided under the text when something happens to them.'),
  })
  .describe('Orders made in the time that the text speaks about, as they stood when it was proposed.');

/** Who has to agree before a text is published: nobody else, a second person of the advertiser, or the operator of the network. */
export const termsApproval = z.enum(['nobody', 'colleague', 'operator']);

export const proposalAnswer = z.object({
  id: z.string(),
  program: z.string(),
  based_on: z.number(),
  hash: z.string(),
  reason: z.string(),
  approval: termsApproval.exclude(['nobody']),
  findings: z
    .array(findingAnswer)
    .readonly()
    .describe('What the text changes of what is valid already, or will be before the notice has passed.'),
  affected: affectedAnswer.nullable().describe('null: it does not reach into the past.'),
  proposed_at: z.string(),
  proposed_by: z.string(),
  status: z.enum(['open', 'approved', 'declined']),
  verdict: z
    .object({ at: z.string(), by: z.string(), reason: z.string(), publication: z.number().nullable() })
    .nullable(),
});
export type ProposalAnswer = z.infer<typeof proposalAnswer>;

/** `POST …/terms/proposals`. */
export const proposedAnswer = proposalAnswer.extend({ warnings });

/** `GET …/terms/proposals/{id}`; the sentences say what it would change of the current terms. */
export const proposalDetail = proposedAnswer.extend({
  text: z.string(),
  changes: z.array(z.string()).nullable().describe('null: the text cannot be read any more.'),
  own: z.boolean().describe('Whether the caller proposed it; somebody else approves it.'),
});
export type ProposalDetail = z.infer<typeof proposalDetail>;

export const proposalList = z.object({ proposals: z.array(proposalAnswer) });
export type ProposalList = z.infer<typeof proposalList>;

/** `POST …/terms/preview`: what publishing the text would do; nothing is stored. */
export const previewAnswer = z.object({
  publishable: z.boolean().describe('Whether the text can be read and is of this program.'),
  errors: z.number(),
  warnings: z.number().describe('What may be published and is probably a mistake; `check` says what it is.'),
  current: z.number().describe('Number of the current publication; 0 before the first.'),
  outdated: z.boolean().describe('Whether something was published since the text was begun.'),
  same: z.boolean().describe('Whether it is the current text.'),
  changes: z.array(z.string()).describe('What it would change of the current terms, one plain sentence a change.'),
  changes_left_out: z.number(),
  changed_by_others: z.array(z.string()).describe('Where it is outdated: what was published since.'),
  approval: termsApproval,
  findings: z.array(findingAnswer).readonly().describe('Why the operator has to agree.'),
  notice: z.object({ days: z.number(), earliest: z.string().describe('What begins then or later needs no operator.') }),
  effective_from: z
    .string()
    .nullable()
    .describe('The first moment for which something changes; null: nothing does, or since ever.'),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

export const draftAnswer = z.object({
  text: z.string(),
  based_on: z.number(),
  revision: z.number().describe('Counts from 1; the next save names the one it has seen.'),
  saved_at: z.string(),
});
export type DraftAnswer = z.infer<typeof draftAnswer>;

/** `PUT …/terms/draft`. */
export const draftChange = z.strictObject({
  text: textField,
  based_on: basedOnField,
  revision: z.int().min(0).describe('The one that was seen last; 0: there was none.'),
});

/** `GET …/terms/workspace`: everything with which an editor opens. */
export const workspaceAnswer = z.object({
  program: z.object({
    code: z.string(),
    name: z.string(),
    status: z.string(),
    time_zone: z.string(),
    notice_days: z.number(),
    need_two: z.boolean(),
  }),
  current: termsAnswer.nullable(),
  draft: draftAnswer.nullable().describe('The caller’s own.'),
  starter: z.string().describe('A text to begin with where there is none.'),
  open_proposal: proposalAnswer.nullable(),
  now: z.string(),
});
export type WorkspaceAnswer = z.infer<typeof workspaceAnswer>;

/** `GET …/terms/versions`: the versions of the current publication, newest first. */
export const versionList = z.object({
  versions: z.array(
    z.object({
      id: z.string(),
      from: instant,
      until: instant,
      state: z.enum(['past', 'current', 'future']),
      announced_at: z.string().describe('When it was first published with this beginning.'),
      changes: z.array(z.string()).describe('Against the version before it.'),
    }),
  ),
  publications: z.array(z.object({ publication: z.number(), published_at: z.string(), versions: z.number() })),
});
export type VersionList = z.infer<typeof versionList>;

const money = z.object({ amount: z.string(), currency: z.string() });
const publisherChange = z.object({
  publisher: z.string(),
  name: z.string(),
  orders: z.number(),
  old: z.string(),
  new: z.string(),
  difference: z.string(),
  currency: z.string(),
});
const outcome = z.object({ status: z.string(), reason: z.string(), amount: z.string(), currency: z.string() });

export const backtestReport = z.object({
  orders: z.number(),
  changed: z.number().describe('Orders whose commission or status would be another.'),
  undecidable: z.number().describe('Orders that the text could not decide; in no total.'),
  cost: z.object({ old: z.array(money).readonly(), new: z.array(money).readonly() }),
  cap_hits: z.object({ old: z.number(), new: z.number() }),
  publishers: z
    .array(publisherChange)
    .readonly()
    .describe('Those who would earn more or less, the greatest difference first.'),
  publishers_left_out: z.number(),
  most_changed: z
    .array(
      z.object({
        order_id: z.string(),
        ordered_at: z.string(),
        publisher: z.string().nullable(),
        name: z.string().nullable(),
        old: outcome,
        new: outcome,
      }),
    )
    .readonly(),
});
export type BacktestAnswer = z.infer<typeof backtestReport>;

/** A backtest under way or over. */
export const backtestJob = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'cancelled', 'failed']),
  from: z.string(),
  until: z.string(),
  hash: z.string().describe('SHA-256 of the text that is tried.'),
  done: z.number().describe('Orders priced so far.'),
  total: z.number(),
  started_at: z.string(),
  report: backtestReport.nullable(),
});
export type BacktestJob = z.infer<typeof backtestJob>;

/** `POST …/terms/backtests`. */
export const backtestRequest = z.strictObject({
  text: textField,
  version: z
    .string()
    .max(CODE_CHARACTERS_MAX)
    .optional()
    .describe('As if this version had been valid all the time; left out, each order by the version of its time.'),
  from: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }).describe('Excluded.'),
});

/** A list of stores or products as people have it; some ten thousand rows. */
const LIST_FILE_CHARACTERS_MAX = 500_000;

/** `POST …/terms/lists`: what a file makes of a list in a text; nothing is stored. */
export const listFile = z.strictObject({
  text: textField,
  list: z.string().min(1).max(CODE_CHARACTERS_MAX),
  file: z
    .string()
    .min(1)
    .max(LIST_FILE_CHARACTERS_MAX)
    .describe('CSV: one id a row, then from and until where they differ; a header row may name the columns.'),
  from: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$/)
    .nullable()
    .describe('When new entries begin that name no time, and missing ones end; on the clocks of the program.'),
  missing: z.enum(['keep', 'end']).describe('What becomes of open entries that the file does not name.'),
});

/** A row that names no id, one that is too long or has line ends, no time, one twice, or an entry that stands with other times. */
const listRowFault = z.enum(['id_missing', 'id_unusable', 'time_unreadable', 'repeated', 'other_beginning']);

export const listFileAnswer = z.object({
  text: z.string(),
  rows: z.number().describe('Of the file: each is added, there already or refused.'),
  added: z.number(),
  ended: z.number(),
  present: z.number().describe('Rows whose entry is in the list already.'),
  refused: z.number(),
  changes: z.array(z.object({ id: z.string(), becomes: z.enum(['added', 'ended']) })).describe('The first of them.'),
  findings: z
    .array(z.object({ line: z.number(), id: z.string(), fault: listRowFault }))
    .describe('The first refused rows.'),
});
export type ListFileAnswer = z.infer<typeof listFileAnswer>;
