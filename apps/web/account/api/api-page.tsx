import { Alert, Button, Checkbox, Code, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationMade, Applications, NewApplication } from '../../../../contract/wire/members.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';

const PATH = '/api/v1/api-applications';
type Application = Applications['applications'][number];

/** Programs of one's own that call the API. */
export function ApiPage() {
  const { t } = useTranslation('account');
  const found = useApi<Applications>(PATH);
  const isOwner = useMayWrite('people');
  return (
    <Page title={t('api.title')} lead={t(isOwner ? 'api.lead' : 'api.leadOthers')}>
      <Loaded query={found} isEmpty={(all) => !isOwner && all.applications.length === 0} empty={t('api.none')}>
        {({ applications, scopes }) => (
          <Stack gap="xl">
            {applications.length === 0 ? (
              <Text c="dimmed">{t('api.none')}</Text>
            ) : (
              <ApplicationTable applications={applications} isOwner={isOwner} />
            )}
            {isOwner ? <Make scopes={scopes} /> : null}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function ApplicationTable(props: { readonly applications: readonly Application[]; readonly isOwner: boolean }) {
  const { t } = useTranslation('account');
  const [ending, setEnding] = useState<Application | null>(null);
  const revoke = useProvenSend<string>({
    method: 'DELETE',
    path: (id) => `${PATH}/${id}`,
    body: null,
    renews: [PATH],
    onDone: () => setEnding(null),
  });
  const columns: Column<Application>[] = [
    {
      key: 'name',
      title: t('api.name'),
      cell: (each) => (
        <Stack gap={2} align="flex-start">
          {each.name}
          <Code fw={400}>{each.client_id}</Code>
        </Stack>
      ),
      isHeader: true,
    },
    { key: 'scopes', title: t('api.scopes'), cell: (each) => each.scopes.join(', ') },
    { key: 'made', title: t('security.made'), cell: (each) => <When at={each.created_at} /> },
    { key: 'used', title: t('api.lastToken'), cell: (each) => <When at={each.last_token_at} /> },
  ];
  const end: Column<Application> = {
    key: 'end',
    title: t('api.end'),
    cell: (each) => (
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => setEnding(each)}
        aria-label={`${t('api.end')}: ${each.name}`}
      >
        {t('api.end')}
      </Button>
    ),
  };
  return (
    <>
      <DataTable
        caption={t('api.title')}
        columns={props.isOwner ? [...columns, end] : columns}
        rows={props.applications}
        rowKey={(each) => each.id}
      />
      {revoke.dialog}
      <ConfirmAction
        opened={ending !== null}
        onClose={() => {
          revoke.forget();
          setEnding(null);
        }}
        title={t('api.endOne', { name: ending?.name ?? '' })}
        action={t('api.endOne', { name: ending?.name ?? '' })}
        typed={ending?.name ?? ''}
        running={revoke.running}
        problem={revoke.problem}
        onConfirm={() => ending !== null && revoke.run(ending.id)}
      >
        {t('api.endWhy')}
      </ConfirmAction>
    </>
  );
}

function Make({ scopes }: { readonly scopes: readonly string[] }) {
  const { t } = useTranslation('account');
  const meanings: Readonly<Record<string, string>> = t('api.scopeOf', { returnObjects: true });
  const [chosen, setChosen] = useState<string[]>([]);
  const [made, setMade] = useState<ApplicationMade | null>(null);
  const make = useProvenSend<NewApplication, ApplicationMade>({
    method: 'POST',
    path: PATH,
    renews: [PATH],
    done: null,
    onDone: (answer) => {
      setMade(answer);
      setChosen([]);
      reset();
    },
  });
  const { values, names, field, reset } = useFields({ name: '' }, make);
  return (
    <Section title={t('api.make')} lead={t('api.makeWhy')}>
      {made === null ? null : (
        <Alert color="teal" variant="light" role="status" title={t('api.made')} mb="md" maw={720}>
          <Stack>
            <Text size="sm">{t('api.madeWhy')}</Text>
            <CopyField label={t('api.clientId')} value={made.client_id} />
            <CopyField label={t('api.clientSecret')} value={made.client_secret} />
          </Stack>
        </Alert>
      )}
      <SendForm
        send={make}
        names={[...names, 'scopes']}
        onSend={() => make.run({ ...values, scopes: chosen })}
        action={t('api.makeAction')}
        isIdle={chosen.length === 0}
      >
        <TextInput label={t('api.name')} autoComplete="off" {...field('name')} />
        <Checkbox.Group
          label={t('api.scopes')}
          description={t('api.scopesWhy')}
          value={chosen}
          error={make.fieldError('scopes')}
          onChange={setChosen}
          required
        >
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} description={meanings[scope]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      </SendForm>
      {make.dialog}
    </Section>
  );
}
