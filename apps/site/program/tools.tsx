import { attachmentSlots } from '../../../contract/wire/program-page.ts';
import { at, localAddress, type Visit } from '../frame/visit.ts';
import { filled } from '../words.ts';
import type { ProgramFacts } from './facts.ts';
import { foreign, ProgramText, Section } from './section.tsx';

interface Props {
  readonly visit: Visit;
  readonly facts: ProgramFacts;
}

/** Tools of the network and of the program, and the documents of the program; a missing one says so (S-078, S-079, S-134). */
export function Tools({ visit, facts }: Props) {
  const words = visit.words.program.tools;
  const { tools } = facts.sections;
  const own = tools?.content.items ?? [];
  return (
    <Section id="tools" title={words.title}>
      <BannedKeywords visit={visit} facts={facts} />
      <ul className="tools">
        {own.map(({ name, text, slot }) => (
          <li key={name}>
            <strong {...foreign(visit, tools?.locale ?? 'en')}>{name}</strong>
            <ProgramText visit={visit} text={text} language={tools?.locale ?? 'en'} />
            {slot === null ? null : <Attachment visit={visit} facts={facts} slot={slot} label={words.install} />}
          </li>
        ))}
        <li>
          <strong>{words.linkChecker}</strong>
          <p>{words.linkCheckerText}</p>
          <a href={at(visit, '/help/link-checker')}>{words.open}</a>
        </li>
        <li>
          <strong>{words.deeplinks}</strong>
          <p>{words.deeplinksText}</p>
          <a href={at(visit, '/help/deeplinks')}>{words.open}</a>
        </li>
      </ul>
      <Documents visit={visit} facts={facts} />
    </Section>
  );
}

/** Before the tools, as the example program's page has it (S-106). */
function BannedKeywords({ visit, facts }: Props) {
  const words = visit.words.program;
  if (facts.sections.banned_keywords === undefined) return null;
  return (
    <p>
      {words.banned}.{' '}
      {visit.isPreview ? null : (
        <a href={`/programs/${facts.program.code}/banned-keywords.txt`} download>
          {words.download}
        </a>
      )}
    </p>
  );
}

function Documents({ visit, facts }: Props) {
  const words = visit.words.program;
  const { attachments } = facts.sections;
  if (attachments === undefined) return null;
  return (
    <>
      <h3>{words.attachments.title}</h3>
      <dl className="facts">
        {attachmentSlots.map((slot) => (
          <div key={slot}>
            <dt>{words.attachments.slots[slot]}</dt>
            <dd>
              <Attachment visit={visit} facts={facts} slot={slot} label={null} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A link to a document of the program, or that there is none. */
function Attachment(props: Props & { readonly slot: (typeof attachmentSlots)[number]; readonly label: string | null }) {
  const { visit, facts, slot, label } = props;
  const words = visit.words.program.attachments;
  const { attachments } = facts.sections;
  const found = attachments?.content.items.find((each) => each.slot === slot);
  if (found === undefined) return <span className="missing">{words.missing}</span>;
  const address = localAddress(visit, found.url);
  const date = visit.formats.calendarDay(found.date);
  return (
    <>
      <a href={address} {...(address.startsWith('/') ? {} : { rel: 'noopener nofollow' })}>
        {label ?? <span {...foreign(visit, attachments?.locale ?? 'en')}>{found.title}</span>}
      </a>{' '}
      <span className="sub">{filled(words.version, { version: found.version, date })}</span>
    </>
  );
}
