import { Alert, Button, Paper, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramDraft, ProgramDrafted } from '../../../../contract/wire/program-editing.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { Page } from '../../kit/page/page.tsx';
import { FormProblem } from '../../kit/page/states.tsx';

const FIELDS = ['name', 'code', 'home_url', 'time_zone', 'default_currency'] as const;

/** A code that the name suggests; letters of other scripts leave it to its writer. */
function suggestedCode(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}

/** The first three things of a program; its secrets are shown once, when it is there. */
export function NewProgramPage() {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const [made, setMade] = useState<ProgramDrafted | null>(null);
  return (
    <Page title={t('drafting.title')} lead={t('drafting.lead')}>
      <Paper withBorder radius="md" p="lg" maw={640}>
        {!mayWrite ? t('program.readOnly') : made === null ? <DraftForm onMade={setMade} /> : <Secrets made={made} />}
      </Paper>
    </Page>
  );
}

function DraftForm({ onMade }: { readonly onMade: (made: ProgramDrafted) => void }) {
  const { t } = useTranslation('advertiser');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [draft, setDraft] = useState({
    name: '',
    code: '',
    home_url: 'https://',
    time_zone: zone,
    default_currency: '',
  });
  const [isCodeOwn, setCodeOwn] = useState(false);
  const send = useSend<ProgramDraft, ProgramDrafted>({
    method: 'POST',
    path: '/api/v1/programs',
    renews: ['/api/v1/program-settings'],
    done: null,
    onDone: onMade,
  });
  const set = (name: (typeof FIELDS)[number], value: string) => setDraft({ ...draft, [name]: value });
  const named = (name: string) => setDraft({ ...draft, name, ...(isCodeOwn ? {} : { code: suggestedCode(name) }) });
  const field = (name: (typeof FIELDS)[number], label: string, hint?: string) => ({
    label,
    ...(hint === undefined ? {} : { description: hint }),
    value: draft[name],
    error: send.fieldError(name),
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const currency = draft.default_currency.trim().toUpperCase();
        send.run({ ...draft, default_currency: currency === '' ? null : currency });
      }}
    >
      <Stack gap="md">
        <TextInput
          {...field('name', t('drafting.name'), t('drafting.nameHint'))}
          required
          onChange={(event) => named(event.currentTarget.value)}
        />
        <TextInput
          {...field('code', t('drafting.code'), t('drafting.codeHint'))}
          required
          onChange={(event) => {
            setCodeOwn(true);
            set('code', event.currentTarget.value);
          }}
        />
        <TextInput {...field('home_url', t('drafting.home'), t('drafting.homeHint'))} required type="url" />
        <TextInput {...field('time_zone', t('drafting.zone'), t('drafting.zoneHint'))} required />
        <TextInput {...field('default_currency', t('drafting.currency'))} placeholder="USD" maxLength={3} maw={260} />
        <FormProblem problem={send.problem} fields={FIELDS} />
        <Button type="submit" loading={send.running} w="fit-content">
          {t('drafting.create')}
        </Button>
      </Stack>
    </form>
  );
}

function Secrets({ made }: { readonly made: ProgramDrafted }) {
  const { t } = useTranslation('advertiser');
  const navigate = useNavigate();
  const { program, secrets } = made;
  const [isKept, setKept] = useState(false);
  // Only after the question before leaving is gone.
  useEffect(() => {
    if (isKept) void navigate({ to: '/advertiser/programs/$code', params: { code: program.code } });
  }, [isKept, navigate, program.code]);
  return (
    <Stack gap="md">
      <Unsaved when={!isKept} words={{ title: t('drafting.leaveTitle'), what: t('drafting.leaveWhat') }} />
      <Alert color="yellow" variant="light" title={t('drafting.secretsTitle', { name: program.name })}>
        {t('drafting.secretsLead')}
      </Alert>
      <CopyField label={t('drafting.postbackKey')} value={secrets.postback_key} />
      <CopyField label={t('drafting.revisionSecret')} value={secrets.revision_secret} />
      <CopyField label={t('drafting.signingSecret')} value={secrets.signing_secret} />
      <Button w="fit-content" onClick={() => setKept(true)}>
        {t('drafting.go')}
      </Button>
    </Stack>
  );
}
