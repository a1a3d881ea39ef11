import { Alert, Button, Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkCheckAnswer } from '../../../../contract/wire/links.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { FormProblem } from '../../kit/page/states.tsx';
import '../offers.css';

/** One input; what is right and what is wrong about a link, step by step (S-073). */
export function CheckerPage() {
  const { t } = useTranslation(['publisher', 'frame']);
  const mayWrite = useMayWrite();
  const [link, setLink] = useState('');
  const [answer, setAnswer] = useState<LinkCheckAnswer | null>(null);
  const check = useSend<{ readonly link: string }, LinkCheckAnswer>({
    ...{ method: 'POST', path: '/api/v1/link-checks', done: null, onDone: setAnswer },
  });
  return (
    <Page title={t('checker.title')} help="link-checker" lead={t('checker.lead')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayWrite && link.trim() !== '') check.run({ link: link.trim() });
        }}
      >
        <Stack gap="sm" maw={760}>
          <TextInput
            label={t('checker.label')}
            description={t('checker.hint')}
            value={link}
            onChange={({ currentTarget }) => {
              setLink(currentTarget.value);
              setAnswer(null);
            }}
            required
            autoComplete="off"
            spellCheck={false}
            error={check.fieldError('link')}
          />
          <FormProblem problem={check.problem} fields={['link']} />
          <ReadOnlyNote />
          {mayWrite ? (
            <Button type="submit" w="fit-content" loading={check.running} disabled={link.trim() === ''}>
              {t('checker.check')}
            </Button>
          ) : null}
        </Stack>
      </form>
      {answer === null ? null : <Answer answer={answer} />}
    </Page>
  );
}

function Answer({ answer }: { readonly answer: LinkCheckAnswer }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const color = answer.finding === 'valid' ? 'teal' : answer.finding === 'non_affiliate' ? 'orange' : 'red';
  return (
    <Section title={t('checker.answer')}>
      <Stack gap="md" maw={760}>
        <Alert color={color} variant="light" role="status" title={<span lang="en">{answer.message}</span>}>
          <Text size="sm">{t(`checker.findings.${answer.finding}`)}</Text>
          {answer.notes.map((note) => (
            <Text key={note} size="sm" mt="xs">
              {t(`checker.notes.${note}`)}
            </Text>
          ))}
        </Alert>
        <Steps steps={answer.steps} />
        {answer.link === null ? null : <Facts link={answer.link} />}
      </Stack>
    </Section>
  );
}

const MARKS = { passed: '✓', failed: '✕', warning: '!', skipped: '·' } as const;

function Steps({ steps }: { readonly steps: LinkCheckAnswer['steps'] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <ol className="check-steps">
      {steps.map(({ step, state }) => (
        <li key={step} className={`check-${state}`}>
          <span className="check-mark" aria-hidden="true">
            {MARKS[state]}
          </span>
          <span>
            {t(`checker.steps.${step}`)}{' '}
            <Text span size="sm" c="dimmed">
              {t(`checker.states.${state}`)}
            </Text>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Facts({ link }: { readonly link: NonNullable<LinkCheckAnswer['link']> }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const subids = link.subids.flatMap((value, index) =>
    value === null ? [] : [`subid${index === 0 ? '' : index} = ${value}`],
  );
  return (
    <Card withBorder padding="md">
      <Stack gap="xs">
        <Fact name={t('checker.facts.adSpace')}>
          <TextLink to="/publisher/ad-spaces/$id" params={{ id: link.ad_space.id }}>
            {link.ad_space.name}
          </TextLink>
        </Fact>
        <Fact name={t('checker.facts.program')}>
          <TextLink to="/publisher/programs/$code" params={{ code: link.program.code }}>
            {link.program.name}
          </TextLink>
        </Fact>
        <Fact name={t('checker.facts.target')}>{link.target ?? t('checker.facts.home')}</Fact>
        {subids.length === 0 ? null : <Fact name={t('links.subids')}>{subids.join(', ')}</Fact>}
      </Stack>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Group gap="md" align="baseline">
      <Text size="sm" c="dimmed" miw={110}>
        {name}
      </Text>
      <Text component="span" className="breaking">
        {children}
      </Text>
    </Group>
  );
}
