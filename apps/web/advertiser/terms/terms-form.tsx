import { Accordion, Alert, Button, Group, List, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { addVersion, moveVersion, printRule, type TermsVersion } from '../../../../core/terms/index.ts';
import { dayAt } from '../../../../core/time/index.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Lists } from './form-lists.tsx';
import { PaidRule, type Write } from './form-rates.tsx';
import { VersionSettings } from './form-settings.tsx';
import { TextOnly } from './form-text-only.tsx';
import type { Position, ReadTerms } from './read-terms.ts';

const DAY_MS = 86_400_000;

export interface TermsFormProps {
  readonly text: string;
  readonly read: ReadTerms | null;
  readonly program: WorkspaceAnswer['program'];
  readonly now: string;
  readonly write: Write;
  readonly onShow: (position: Position) => void;
  readonly readOnly: boolean;
}

/** The same terms as a form. What is changed here is written into the text; nothing else of it is touched. */
export function TermsForm(props: TermsFormProps) {
  const { t } = useTranslation('advertiser');
  const { read } = props;
  if (read !== null) return <ReadForm {...props} read={read} />;
  return (
    <Alert color="yellow" variant="light" title={t('terms.form.broken')}>
      {t('terms.form.brokenWhy')}
    </Alert>
  );
}

function ReadForm(props: TermsFormProps & { readonly read: ReadTerms }) {
  const { t } = useTranslation('advertiser');
  const { read, text, write, onShow, readOnly } = props;
  const { values, change } = useAddress({ version: '' });
  const { terms } = read;
  const chosen = read.versions.find(({ full }) => full.id === values.version) ?? read.versions.at(-1);
  if (chosen === undefined) return null;
  const { full, written } = chosen;
  const paying = full.rules.filter(({ then }) => then.kind === 'pay');
  const shared = { text, terms, version: full.id, write, onShow, readOnly };
  return (
    <Stack gap="md">
      <VersionChoice {...props} chosen={full.id} onChoose={(version) => change({ version })} />
      {written.base === null ? null : (
        <Text size="sm" c="dimmed">
          {t('terms.form.inherits', { base: written.base })}
        </Text>
      )}
      <Accordion multiple defaultValue={['rates', 'settings']} variant="separated">
        <Part value="rates" title={t('terms.form.rates')}>
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {t('terms.form.ratesLead')}
            </Text>
            {paying.map((rule) => (
              <PaidRule key={`${full.id} ${rule.name}`} {...shared} rule={rule} />
            ))}
          </Stack>
        </Part>
        <Part value="settings" title={t('terms.form.settings')}>
          <VersionSettings
            key={full.id}
            {...shared}
            version={full}
            currencies={terms.orderCurrencies}
            countrySets={Object.keys(terms.countrySets)}
          />
        </Part>
        <Part value="lists" title={t('terms.form.lists')}>
          <Text size="sm" c="dimmed" mb="sm">
            {t('terms.form.listsLead')}
          </Text>
          <Lists
            code={props.program.code}
            text={text}
            lists={read.lists}
            zone={terms.timeZone}
            {...{ write, readOnly }}
          />
        </Part>
        <Part value="text" title={t('terms.form.onlyText')}>
          <TextOnly text={text} read={read} version={full.id} onShow={onShow} />
        </Part>
        <Part value="rules" title={t('terms.form.rules')}>
          <AllRules rules={full.rules} onShow={onShow} />
        </Part>
      </Accordion>
    </Stack>
  );
}

function Part(props: { readonly value: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <Accordion.Item value={props.value}>
      <Accordion.Control>{props.title}</Accordion.Control>
      <Accordion.Panel>{props.children}</Accordion.Panel>
    </Accordion.Item>
  );
}

type AllRulesProps = Pick<TermsFormProps, 'onShow'> & { readonly rules: TermsVersion['rules'] };

function AllRules({ rules, onShow }: AllRulesProps) {
  const { t } = useTranslation('advertiser');
  return (
    <List type="ordered" size="sm" spacing={6}>
      {rules.map((rule) => (
        <List.Item key={rule.name} className="rule-text">
          {printRule(rule)}{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`${t('terms.form.showRule')}: ${rule.name}`}
            onClick={() => onShow(rule.position)}
          >
            {t('terms.form.show')}
          </Button>
        </List.Item>
      ))}
    </List>
  );
}

interface ChoiceProps extends TermsFormProps {
  readonly read: ReadTerms;
  readonly chosen: string;
  readonly onChoose: (version: string) => void;
}

function VersionChoice({ read, chosen, onChoose, now, ...props }: ChoiceProps) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const [isAdding, setAdding] = useState(false);
  const zone = read.terms.timeZone;
  const at = Date.parse(now);
  // Nobody works under the terms of a program that was never approved.
  const isFree = ['draft', 'pending', 'declined'].includes(props.program.status);
  const told = ({ id, from, until }: ReadTerms['versions'][number]['full']) => {
    const time = (instant: number | null, open: string) =>
      instant === null ? open : formats.instant(new Date(instant).toISOString(), zone);
    return `${id}: ${t('terms.form.versionTimes', { from: time(from, t('terms.form.sinceEver')), until: time(until, t('terms.form.openEnd')) })}`;
  };
  const present = read.versions.find(({ full }) => full.id === chosen)?.full;
  const isValid =
    present !== undefined && (present.from ?? 0) <= at && at < (present.until ?? Number.POSITIVE_INFINITY);
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          flex={1}
          miw={220}
          label={t('terms.form.version')}
          allowDeselect={false}
          data={[...read.versions].reverse().map(({ full }) => ({ value: full.id, label: told(full) }))}
          value={chosen}
          onChange={(version) => onChoose(version ?? chosen)}
        />
        {props.readOnly ? null : (
          <Button variant="default" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            {t('terms.form.newVersion')}
          </Button>
        )}
      </Group>
      {isValid ? (
        <Group gap="sm">
          <StatusBadge tone="good">{t('terms.versions.current')}</StatusBadge>
          {props.readOnly || isFree ? null : (
            <Text size="sm" c="dimmed" flex={1} miw={200}>
              {t('terms.form.begun')}
            </Text>
          )}
        </Group>
      ) : null}
      {props.readOnly || present === undefined ? null : (
        <Beginning key={present.id} {...props} version={present} zone={zone} now={at} />
      )}
      {isAdding ? (
        <NewVersion
          {...props}
          read={read}
          now={at}
          onAdded={(id) => {
            setAdding(false);
            onChoose(id);
          }}
        />
      ) : null}
    </Stack>
  );
}

interface BeginningProps extends Pick<TermsFormProps, 'text' | 'write'> {
  readonly version: ReadTerms['versions'][number]['full'];
  readonly zone: string;
  readonly now: number;
}

/** When a version that has not begun will begin. */
function Beginning({ version: { id, from }, text, zone, now, write }: BeginningProps) {
  const { t } = useTranslation('advertiser');
  if (from === null || from <= now) return null;
  return (
    <DayField
      w="fit-content"
      label={t('terms.form.newVersionFrom')}
      description={t('terms.form.moveHint')}
      value={dayAt(from, zone)}
      takes="left"
      onChange={(day) => {
        if (day !== '') write(moveVersion(text, id, day));
      }}
    />
  );
}

interface NewVersionProps extends Pick<TermsFormProps, 'text' | 'write' | 'program'> {
  readonly read: ReadTerms;
  readonly now: number;
  readonly onAdded: (id: string) => void;
}

function NewVersion({ text, read, program, now, write, onAdded }: NewVersionProps) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  // The first whole day of the program's zone after the notice.
  const earliest = dayAt(now + (program.notice_days + 1) * DAY_MS, read.terms.timeZone);
  const [id, setId] = useState(nextName(read.versions.map(({ full }) => full.id)));
  const [from, setFrom] = useState(earliest);
  return (
    <Paper withBorder p="md" radius="md">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('terms.form.newVersionLead')}{' '}
          {t('terms.form.newVersionEarliest', { days: program.notice_days, day: formats.day(earliest) })}
        </Text>
        <Group gap="sm" align="flex-end">
          <TextInput
            label={t('terms.form.newVersionId')}
            w={120}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
          />
          <DayField label={t('terms.form.newVersionFrom')} value={from} onChange={setFrom} />
          <Button
            disabled={id.trim() === '' || from === ''}
            onClick={() => {
              write(addVersion(text, id.trim(), from));
              onAdded(id.trim());
            }}
          >
            {t('terms.form.add')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** R3 after R2: the last number of the last name, one more. */
function nextName(ids: readonly string[]): string {
  const last = ids.at(-1) ?? 'V0';
  const [, head = 'V', figures = '0'] = /^(.*?)(\d+)$/.exec(last) ?? [];
  return `${head}${Number(figures) + 1}`;
}
