import { Alert, Button, Checkbox, Group, Modal, ScrollArea, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdSpaceAnswer, AdSpaceKindsAnswer } from '../../../../contract/wire/ad-spaces.ts';
import type { ApplicationAnswer, NewApplicationBody } from '../../../../contract/wire/applications.ts';
import type { ProgramDetail } from '../../../../contract/wire/programs.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { useFocusReturn } from '../../kit/controls/use-focus-return.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { FormProblem, Loaded } from '../../kit/page/states.tsx';
import { selectAll } from '../../kit/table/select-all.ts';
import { kindName } from '../ad-spaces/names.ts';
import { useOwnAdSpaces } from '../ad-spaces/own-ad-spaces.ts';
import { StepToDo, useNextStep } from '../steps/next-step-hint.tsx';
import { useOwnApplications } from './own-applications.ts';
import { useProgramNames } from './program-names.ts';
import { RulesText, useRules } from './rules.tsx';

/** Which programs' rules are accepted by applying: its own and those of its siblings (S-116). */
function rulesAccepted(program: ProgramDetail): readonly string[] {
  return [...new Set([program.code, ...program.rules_with])];
}

/** Asks what an application needs: the ad space, the kind of its traffic, why where it is by agreement, and the rules, each read and accepted. */
export function ApplyDialog({ program, onClose }: { readonly program: ProgramDetail; readonly onClose: () => void }) {
  useFocusReturn();
  const { t } = useTranslation(['publisher', 'frame']);
  const spaces = useOwnAdSpaces();
  const own = useOwnApplications({ program: program.code });
  const taken = new Set(
    own.data
      ?.filter(({ status }) => status === 'pending' || status === 'joined' || status === 'blocked')
      .map(({ ad_space }) => ad_space.id),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('applications.title', { program: program.name })}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <Loaded query={spaces}>
        {(known) => {
          const free = byName(known.filter(({ id, status }) => status === 'active' && !taken.has(id)));
          return free.length === 0 ? (
            <NoneFree spaces={known} />
          ) : (
            <ApplyForm program={program} spaces={free} onClose={onClose} />
          );
        }}
      </Loaded>
    </Modal>
  );
}

const byName = (spaces: readonly AdSpaceAnswer[]): AdSpaceAnswer[] =>
  [...spaces].sort((one, other) => one.name.localeCompare(other.name));

/** Without an active ad space the way leads there; with some, each has applied already. */
function NoneFree({ spaces }: { readonly spaces: readonly AdSpaceAnswer[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const next = useNextStep();
  const hasActive = spaces.some(({ status }) => status === 'active');
  if (!hasActive && next !== null) return <StepToDo next={next} />;
  return (
    <Stack gap="sm" align="flex-start">
      <Text>{t('applications.adSpaceNone')}</Text>
      <ButtonLink to="/publisher/ad-spaces/new">{t('applications.adSpaceAdd')}</ButtonLink>
    </Stack>
  );
}

interface ApplyProps {
  readonly program: ProgramDetail;
  readonly spaces: readonly AdSpaceAnswer[];
  readonly onClose: () => void;
}

/** What is chosen so far, and whether it can be sent. */
function useApplication({ program, spaces, onClose }: ApplyProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  const kinds = useApi<AdSpaceKindsAnswer>('/api/v1/ad-space-kinds');
  const [spaceId, setSpaceId] = useState(spaces[0]?.id ?? '');
  const [chosen, setChosen] = useState<string | null>(null);
  const { text: justification, write, forget } = useUnsent(`apply ${program.code}`);
  const [accepted, setAccepted] = useState<Accepted>({});
  const sent = (): void => {
    forget();
    onClose();
  };
  const send = useSend<NewApplicationBody, ApplicationAnswer>({
    ...{ method: 'POST', path: '/api/v1/applications', renews: ['/api/v1/applications', '/api/v1/programs'] },
    ...{ done: t('applications.sent'), onDone: sent },
  });
  const space = spaces.find(({ id }) => id === spaceId);
  const choices = choicesOf(program, space);
  const own = choices.find(({ key }) => key === space?.traffic_type)?.key ?? null;
  const kind = chosen ?? own;
  const ofKind = kinds.data?.kinds.find((each) => each.kind === space?.kind);
  const status = choices.find(({ key }) => key === kind)?.status;
  const needsAgreement = ofKind?.by_agreement === true || status === 'by_agreement';
  const codes = rulesAccepted(program);
  return {
    ...{ spaceId, choices, kind, setChosen, justification, write, accepted, send, needsAgreement, codes },
    isReady: kind !== null && codes.every((code) => code in accepted) && (!needsAgreement || justification !== ''),
    chooseSpace: (id: string) => {
      setSpaceId(id);
      setChosen(null);
    },
    accept: (code: string, version: number | null) => setAccepted((before) => toggled(before, code, version)),
    apply: () => {
      if (kind === null) return;
      const rules = codes.map((code) => ({ program: code, version: accepted[code] ?? null }));
      send.run({ ad_space: spaceId, program: program.code, traffic_kind: kind, rules, justification });
    },
  };
}

function ApplyForm(props: ApplyProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  const application = useApplication(props);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        application.apply();
      }}
    >
      <Stack gap="md">
        <ApplyFields application={application} spaces={props.spaces} />
        <JoinsAlso program={props.program} />
        {application.codes.map((code) => (
          <RulesToAccept
            key={code}
            code={code}
            isAccepted={code in application.accepted}
            onAccept={(version) => application.accept(code, version)}
          />
        ))}
        <FormProblem problem={application.send.problem} fields={['traffic_type', 'justification']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('frame:actions.cancel')}
          </Button>
          <Button type="submit" disabled={!application.isReady} loading={application.send.running}>
            {t('applications.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ApplyFields(props: {
  readonly application: ReturnType<typeof useApplication>;
  readonly spaces: readonly AdSpaceAnswer[];
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { application } = props;
  const { send } = application;
  const kindOptions = application.choices.map(({ key, status }) => ({
    value: key,
    label: status === 'by_agreement' ? `${kindName(t, key)} (${t('applications.byAgreement')})` : kindName(t, key),
  }));
  return (
    <>
      <Select
        label={t('applications.adSpace')}
        value={application.spaceId}
        onChange={(value) => application.chooseSpace(value ?? '')}
        data={props.spaces.map(({ id, name, kind }) => ({ value: id, label: `${name} · ${kindName(t, kind)}` }))}
        allowDeselect={false}
        searchable
        onClick={selectAll}
        limit={OPTIONS}
        required
      />
      <Select
        label={t('applications.kind')}
        description={t('applications.kindHint')}
        value={application.kind}
        onChange={application.setChosen}
        data={kindOptions}
        searchable
        onClick={selectAll}
        required
        error={send.fieldError('traffic_type')}
      />
      {application.needsAgreement ? (
        <Textarea
          label={t('applications.justification')}
          description={t('applications.justificationHint')}
          value={application.justification}
          onChange={({ currentTarget }) => application.write(currentTarget.value)}
          required
          autosize
          minRows={3}
          maxLength={2_000}
          error={send.fieldError('justification')}
        />
      ) : null}
    </>
  );
}

/** Drawn at once; typing finds the others. */
const OPTIONS = 100;

/** Versions of the rules that were accepted, by program. */
type Accepted = Readonly<Record<string, number | null>>;

/** Rows of the program's table that can be chosen; a program without a table takes the ad space's own kind. */
function choicesOf(program: ProgramDetail, space: AdSpaceAnswer | undefined) {
  const headings = new Set(program.traffic_types.map(({ parent }) => parent));
  const rows = program.traffic_types.filter(({ key, status }) => status !== 'prohibited' && !headings.has(key));
  if (program.traffic_types.length > 0 || space === undefined) return rows;
  return [{ key: space.traffic_type, parent: null, label_key: '', status: 'allowed' as const }];
}

function toggled(accepted: Accepted, code: string, version: number | null): Accepted {
  const { [code]: _, ...others } = accepted;
  return code in accepted ? others : { ...accepted, [code]: version };
}

function JoinsAlso({ program }: { readonly program: ProgramDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const names = useProgramNames(program.joins_also);
  if (program.joins_also.length === 0) return null;
  const also = program.joins_also.map(names).join(', ');
  return (
    <Alert color="blue" variant="light">
      {t('applications.joinsAlso', { program: program.name, also })}
    </Alert>
  );
}

function RulesToAccept(props: {
  readonly code: string;
  readonly isAccepted: boolean;
  readonly onAccept: (version: number | null) => void;
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  const program = useProgramNames([props.code])(props.code);
  const { query, section } = useRules(props.code);
  const label =
    section === null
      ? t('applications.acceptNone', { program })
      : t('applications.acceptVersion', { program, version: section.version });
  return (
    <Loaded query={query} rows={2}>
      {() => (
        <Stack gap="xs">
          {section === null ? null : (
            <ScrollArea.Autosize
              mah={220}
              type="auto"
              className="rules-text"
              viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('applications.rulesOf', { program }) }}
            >
              <RulesText section={section} />
            </ScrollArea.Autosize>
          )}
          <Checkbox
            checked={props.isAccepted}
            onChange={() => props.onAccept(section?.version ?? null)}
            label={label}
          />
        </Stack>
      )}
    </Loaded>
  );
}
