import { Alert, Button, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Members, NewInvitation, RoleChange } from '../../../../contract/wire/members.ts';
import { problemSentence } from '../../kit/api/api.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { FormProblem, Loaded } from '../../kit/page/states.tsx';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';

const PATH = '/api/v1/members';
type Member = Members['members'][number];
type Invitation = Members['invitations'][number];
type Role = Member['role'];
const ROLES: readonly Role[] = ['owner', 'manager', 'finance', 'viewer'];

/** Who works in the organisation; owners invite, change roles and remove. */
export function MembersPage() {
  const { t } = useTranslation('account');
  const members = useApi<Members>(PATH);
  const isOwner = useMayWrite('people');
  return (
    <Page title={t('members.title')} help="account" lead={t(isOwner ? 'members.lead' : 'members.leadOthers')}>
      <Loaded query={members}>
        {(found) => (
          <Stack gap="xl">
            <MemberTable members={found.members} isOwner={isOwner} />
            {isOwner ? <Invite /> : null}
            {found.invitations.length === 0 ? null : <Invitations invitations={found.invitations} isOwner={isOwner} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function useRoleChoices() {
  const { t } = useTranslation(['account', 'frame']);
  return ROLES.map((role) => ({
    value: role,
    label: `${t(`frame:roles.${role}`)} – ${t(`account:members.may.${role}`)}`,
  }));
}

function MemberTable({ members, isOwner }: { readonly members: readonly Member[]; readonly isOwner: boolean }) {
  const { t } = useTranslation(['account', 'frame']);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const remove = useProvenSend<string>({
    method: 'DELETE',
    path: (id) => `${PATH}/${id}`,
    body: null,
    renews: [PATH],
    onDone: () => setLeaving(null),
  });
  const columns: Column<Member>[] = [
    { key: 'name', title: t('account:members.name'), cell: (each) => each.name, isHeader: true },
    { key: 'email', title: t('account:fields.email'), cell: (each) => each.email },
    {
      key: 'role',
      title: t('account:members.role'),
      cell: (each) => (isOwner ? <RoleOf member={each} /> : t(`frame:roles.${each.role}`)),
    },
    {
      key: 'factor',
      title: t('account:security.secondFactor'),
      cell: (each) => (
        <StatusBadge tone={each.second_factor ? 'good' : 'neutral'}>
          {t(each.second_factor ? 'account:security.on' : 'account:security.off')}
        </StatusBadge>
      ),
    },
    { key: 'seen', title: t('account:sessions.seen'), cell: (each) => <When at={each.last_seen_at} /> },
  ];
  const removal: Column<Member> = {
    key: 'remove',
    title: t('frame:actions.remove'),
    cell: (each) => (
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => setLeaving(each)}
        aria-label={`${t('frame:actions.remove')}: ${each.email}`}
      >
        {t('frame:actions.remove')}
      </Button>
    ),
  };
  return (
    <>
      <DataTable
        caption={t('account:members.title')}
        columns={isOwner ? [...columns, removal] : columns}
        rows={members}
        rowKey={(each) => each.id}
      />
      {remove.dialog}
      <ConfirmAction
        opened={leaving !== null}
        onClose={() => {
          remove.forget();
          setLeaving(null);
        }}
        title={t('account:members.remove', { name: leaving?.name ?? '' })}
        action={t('account:members.remove', { name: leaving?.name ?? '' })}
        typed={leaving?.email ?? ''}
        running={remove.running}
        problem={remove.problem}
        onConfirm={() => leaving !== null && remove.run(leaving.id)}
      >
        {t('account:members.removeWhy', { email: leaving?.email ?? '' })}
      </ConfirmAction>
    </>
  );
}

function RoleOf({ member }: { readonly member: Member }) {
  const { t, i18n } = useTranslation('account');
  const choices = useRoleChoices();
  const change = useProvenSend<RoleChange>({ method: 'PUT', path: `${PATH}/${member.id}/role`, renews: [PATH] });
  return (
    <>
      <Select
        aria-label={`${t('members.role')}: ${member.email}`}
        allowDeselect={false}
        comboboxProps={{ width: 'max-content' }}
        value={member.role}
        data={choices}
        error={change.problem === null ? null : problemSentence(change.problem, i18n.language)}
        disabled={change.running}
        onChange={(chosen) => {
          const role = ROLES.find((each) => each === chosen);
          if (role !== undefined && role !== member.role) change.run({ role });
        }}
      />
      {change.dialog}
    </>
  );
}

function Invite() {
  const { t } = useTranslation('account');
  const choices = useRoleChoices();
  const [role, setRole] = useState<Role>('viewer');
  const [invited, setInvited] = useState('');
  const invite = useProvenSend<NewInvitation>({
    method: 'POST',
    path: '/api/v1/invitations',
    renews: [PATH],
    done: null,
    onDone: (_, { email }) => {
      setInvited(email);
      reset();
    },
  });
  const { values, names, field, reset } = useFields({ email: '' }, invite);
  return (
    <Section title={t('members.invite')} lead={t('members.inviteWhy')}>
      {invited === '' ? null : (
        <Alert color="teal" variant="light" role="status" mb="md" maw={560}>
          {t('members.invited', { email: invited })}
        </Alert>
      )}
      <SendForm
        send={invite}
        names={names}
        onSend={() => invite.run({ ...values, role })}
        action={t('members.inviteAction')}
      >
        <TextInput label={t('fields.email')} type="email" autoComplete="off" {...field('email')} />
        <Select
          label={t('members.role')}
          allowDeselect={false}
          value={role}
          data={choices}
          onChange={(chosen) => setRole(ROLES.find((each) => each === chosen) ?? role)}
        />
      </SendForm>
      {invite.dialog}
    </Section>
  );
}

function Invitations(props: { readonly invitations: readonly Invitation[]; readonly isOwner: boolean }) {
  const { t } = useTranslation(['account', 'frame']);
  const withdraw = useProvenSend<string>({
    method: 'DELETE',
    path: (id) => `/api/v1/invitations/${id}`,
    body: null,
    renews: [PATH],
  });
  const columns: Column<Invitation>[] = [
    { key: 'email', title: t('account:fields.email'), cell: (each) => each.email, isHeader: true },
    { key: 'role', title: t('account:members.role'), cell: (each) => t(`frame:roles.${each.role}`) },
    { key: 'by', title: t('account:members.invitedBy'), cell: (each) => each.invited_by },
    { key: 'until', title: t('account:members.until'), cell: (each) => <When at={each.expires_at} /> },
  ];
  const ending: Column<Invitation> = {
    key: 'end',
    title: t('account:members.withdraw'),
    cell: (each) => (
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => withdraw.run(each.id)}
        aria-label={`${t('account:members.withdraw')}: ${each.email}`}
      >
        {t('account:members.withdraw')}
      </Button>
    ),
  };
  return (
    <Section title={t('account:members.invitations')}>
      <FormProblem problem={withdraw.problem} fields={[]} />
      <DataTable
        caption={t('account:members.invitations')}
        columns={props.isOwner ? [...columns, ending] : columns}
        rows={props.invitations}
        rowKey={(each) => each.id}
      />
      {withdraw.dialog}
    </Section>
  );
}
