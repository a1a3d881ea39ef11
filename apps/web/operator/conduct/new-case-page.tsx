import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseAnswer } from '../../../../contract/wire/conduct.ts';
import type { OrganisationDetail, OrganisationPage } from '../../../../contract/wire/moderation.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { MomentField } from '../../kit/days/moment-field.tsx';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { FormProblem } from '../../kit/page/states.tsx';
import { ruleChoices } from '../../kit/rules/rule-keys.ts';
import { ProgramSelect } from '../look/program-select.tsx';

const TYPING_MS = 300;

/** Names who broke which rule where. What is chosen stands in the address, so that others can lead here. */
export function NewCasePage() {
  const { t } = useTranslation('operator');
  const mayWrite = useMayWrite();
  return (
    <Page title={t('conduct.new.title')} lead={t('conduct.new.lead')}>
      <ReadOnlyNote />
      {mayWrite ? <NewCase /> : null}
    </Page>
  );
}

function NewCase() {
  const { t } = useTranslation('operator');
  const navigate = useNavigate();
  const { values, change } = useAddress({ publisher: '', ad_space: '', program: '', rule: '' });
  const { text: evidence, write: setEvidence, forget } = useUnsent('new case');
  const [happened, setHappened] = useState('');
  const open = useSend<void, CaseAnswer>({
    method: 'POST',
    path: '/api/v1/conduct/cases',
    body: () => ({
      program: values.program,
      publisher: values.publisher,
      ad_space: values.ad_space === '' ? null : values.ad_space,
      rule: values.rule,
      evidence,
      ...(happened === '' ? {} : { happened_at: `${happened}:00Z` }),
    }),
    renews: ['/api/v1/conduct', '/api/v1/moderation'],
    done: t('conduct.new.done'),
    onDone: ({ id }) => {
      forget();
      void navigate({ to: '/operator/conduct/$id', params: { id } });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.run();
      }}
    >
      <Stack gap="md" maw="40rem">
        <PublisherSelect value={values.publisher} onChange={(publisher) => change({ publisher, ad_space: '' })} />
        <AdSpaceSelect
          publisher={values.publisher}
          value={values.ad_space}
          onChange={(adSpace) => change({ ad_space: adSpace })}
        />
        <ProgramSelect value={values.program} onChange={(program) => change({ program })} />
        <RuleSelect value={values.rule} onChange={(rule) => change({ rule })} />
        <Moment value={happened} onChange={setHappened} error={open.fieldError('happened_at')} />
        <Textarea
          label={t('conduct.new.evidence')}
          description={t('conduct.new.evidenceHint')}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
          autosize
          minRows={5}
          maxLength={10_000}
          required
        />
        <FormProblem
          problem={open.problem}
          fields={['publisher', 'ad_space', 'program', 'rule', 'evidence', 'happened_at']}
        />
        <Group>
          <Button
            type="submit"
            loading={open.running}
            disabled={values.publisher === '' || values.program === '' || values.rule === '' || evidence.trim() === ''}
          >
            {t('conduct.new.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Moment(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}) {
  const { t } = useTranslation('operator');
  return (
    <MomentField
      label={t('conduct.new.happened')}
      description={t('conduct.new.happenedHint')}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  );
}

function PublisherSelect(props: { readonly value: string; readonly onChange: (id: string) => void }) {
  const { t } = useTranslation('operator');
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const found = useApi<OrganisationPage>('/api/v1/moderation/organisations', {
    kind: 'publisher',
    text: asked,
    limit: 20,
  });
  const chosen = useApi<OrganisationDetail>(
    `/api/v1/moderation/organisations/${props.value}`,
    {},
    { enabled: props.value !== '' },
  );
  const names = new Map((found.data?.organisations ?? []).map(({ id, name }) => [id, name]));
  if (props.value !== '' && chosen.data?.id === props.value) names.set(props.value, chosen.data.name);
  return (
    <Select
      label={t('conduct.new.publisher')}
      description={t('conduct.new.publisherHint')}
      data={[...names].map(([value, label]) => ({ value, label }))}
      value={props.value === '' ? null : props.value}
      onChange={(id) => props.onChange(id ?? '')}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={t('conduct.new.noPublisher')}
      searchable
      required
    />
  );
}

function AdSpaceSelect(props: {
  readonly publisher: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const { t } = useTranslation('operator');
  const publisher = useApi<OrganisationDetail>(
    `/api/v1/moderation/organisations/${props.publisher}`,
    {},
    { enabled: props.publisher !== '' },
  );
  const adSpaces = props.publisher === '' ? [] : (publisher.data?.ad_spaces ?? []);
  return (
    <Select
      label={t('conduct.new.adSpace')}
      data={[
        { value: '', label: t('conduct.new.everything') },
        ...adSpaces.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={props.value}
      onChange={(id) => props.onChange(id ?? '')}
      allowDeselect={false}
      disabled={props.publisher === ''}
    />
  );
}

function RuleSelect(props: { readonly value: string; readonly onChange: (rule: string) => void }) {
  const { t } = useTranslation('operator');
  return (
    <Select
      label={t('conduct.rule')}
      data={ruleChoices((key) => t(`conduct.rules.${key}`))}
      value={props.value === '' ? null : props.value}
      onChange={(rule) => props.onChange(rule ?? '')}
      searchable
      required
    />
  );
}
