import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../contract/wire/conduct.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { shortActor } from '../look/decision-texts.ts';
import { Facts } from '../look/facts.tsx';
import { toneOf } from '../look/tones.ts';
import { DecideCase } from './decide-case.tsx';
import { useRuleName } from './rule-name.ts';
import { SanctionCard } from './sanction-card.tsx';

/** One case: what is known, what was noted, how it ends. */
export function CasePage() {
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  const mayWrite = useMayWrite();
  const { id = '' } = useParams({ strict: false });
  const found = useApi<CaseDetail>(`/api/v1/conduct/cases/${id}`);
  const title =
    found.data === undefined
      ? t('conduct.title')
      : t('conduct.case.title', { rule: ruleName(found.data), publisher: found.data.publisher_name });
  return (
    <Page title={title} lead={<TextLink to="/operator/conduct">{t('conduct.case.back')}</TextLink>}>
      <Loaded query={found}>
        {(file) => (
          <Stack gap="lg">
            <ReadOnlyNote />
            <CaseFacts file={file} />
            {file.status === 'open' && mayWrite ? <DecideCase file={file} /> : null}
            <CaseSanctions file={file} />
            <Notes file={file} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function CaseFacts({ file }: { readonly file: CaseDetail }) {
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  const version =
    file.rules_version === null ? t('conduct.noVersion') : t('conduct.version', { version: file.rules_version });
  return (
    <Section title={t('conduct.case.facts')}>
      <Facts
        facts={[
          {
            name: t('common.status'),
            value: <StatusBadge tone={toneOf(file.status)}>{t(`conduct.caseStatuses.${file.status}`)}</StatusBadge>,
          },
          { name: t('conduct.rule'), value: `${ruleName(file)} (${version})` },
          { name: t('conduct.case.cited'), value: <Cited file={file} /> },
          {
            name: t('common.publisher'),
            value: (
              <TextLink to="/operator/people/$id" params={{ id: file.publisher }}>
                {file.publisher_name}
              </TextLink>
            ),
          },
          { name: t('common.adSpace'), value: file.ad_space_name ?? t('conduct.wholePublisher') },
          { name: t('common.program'), value: file.program_name },
          {
            name: t('conduct.origin'),
            value: (
              <>
                {t(`conduct.origins.${file.origin}`)} ({file.opened_by_name ?? shortActor(file.opened_by)}),{' '}
                <When at={file.opened_at} />
              </>
            ),
          },
          { name: t('conduct.happened'), value: <When at={file.happened_at} /> },
          { name: t('conduct.case.evidence'), value: <span className="plain-text">{file.evidence}</span> },
        ]}
      />
    </Section>
  );
}

/** The very text that it is judged by, whatever the rules say today; rules are written in English. */
function Cited({ file }: { readonly file: CaseDetail }) {
  const { t } = useTranslation('operator');
  return (
    <Stack gap={4} align="flex-start">
      {file.cited === null ? (
        <Text size="sm" c="dimmed">
          {t('conduct.case.notCited')}
        </Text>
      ) : (
        <blockquote className="cited plain-text" lang="en">
          {file.cited.text}
        </blockquote>
      )}
      <TextLink size="sm" to="/operator/rules" search={{ program: file.program }}>
        {t('conduct.case.versions')}
      </TextLink>
    </Stack>
  );
}

function CaseSanctions({ file }: { readonly file: CaseDetail }) {
  const { t } = useTranslation('operator');
  return (
    <>
      {file.sanctions.length === 0 ? null : (
        <Section title={t('conduct.case.sanctions')}>
          <Stack gap="sm">
            {file.sanctions.map((sanction) => (
              <SanctionCard key={sanction.id} sanction={sanction} />
            ))}
          </Stack>
        </Section>
      )}
      <Section title={t('conduct.case.earlier')}>
        {file.earlier.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('conduct.case.noEarlier')}
          </Text>
        ) : (
          <Stack gap="sm">
            {file.earlier.map((sanction) => (
              <SanctionCard key={sanction.id} sanction={sanction} linksCase />
            ))}
          </Stack>
        )}
      </Section>
    </>
  );
}

function Notes({ file }: { readonly file: CaseDetail }) {
  const { t } = useTranslation('operator');
  const mayWrite = useMayWrite();
  return (
    <Section title={t('conduct.case.notes')}>
      <Stack gap="sm" maw="48rem">
        {file.notes.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('conduct.case.noNotes')}
          </Text>
        ) : null}
        {file.notes.map((note) => (
          <div key={`${note.at} ${note.text}`}>
            <Text size="xs" c="dimmed">
              <When at={note.at} /> · {note.by_name ?? shortActor(note.by)}
            </Text>
            <Text size="sm" className="plain-text">
              {note.text}
            </Text>
          </div>
        ))}
        {mayWrite ? <AddNote file={file} /> : null}
      </Stack>
    </Section>
  );
}

function AddNote({ file }: { readonly file: CaseDetail }) {
  const { t } = useTranslation('operator');
  const { text, write, forget } = useUnsent(`note ${file.id}`);
  const add = useSend<void>({
    method: 'POST',
    path: `/api/v1/conduct/cases/${file.id}/notes`,
    body: () => ({ text }),
    renews: ['/api/v1/conduct'],
    onDone: forget,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') add.run();
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t('conduct.case.note')}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={10_000}
        />
        {add.problem === null ? null : <ProblemAlert problem={add.problem} />}
        <Group>
          <Button type="submit" variant="default" loading={add.running} disabled={text.trim() === ''}>
            {t('conduct.case.noteAdd')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
