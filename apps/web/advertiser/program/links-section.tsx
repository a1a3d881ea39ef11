import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings } from '../../../../contract/wire/program-editing.ts';
import { SectionForm } from './section-form.tsx';
import { type Change, useChange } from './use-change.ts';

const DAY_SECONDS = 86_400;
const KINDS = ['item', 'shop', 'category'] as const;

type Pattern = ProgramSettings['landing_patterns'][number];

/** Hosts, what an address shows, how the click id reaches the shop. */
export function LinksSection({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const { allowed_hosts, landing_patterns, signed_links_only, click_parameter, fallback_url } = program;
  const { cookie_seconds, pixel_allowed } = program;
  const change = useChange(program, {
    allowed_hosts,
    landing_patterns,
    signed_links_only,
    click_parameter,
    fallback_url,
    cookie_seconds,
    pixel_allowed,
  });
  const { values, set, send } = change;
  return (
    <SectionForm
      {...change}
      title={t('links.title')}
      lead={t('links.lead')}
      onSave={change.save}
      fields={Object.keys(values)}
    >
      <Textarea
        label={t('links.hosts')}
        description={t('links.hostsHint')}
        autosize
        minRows={2}
        value={values.allowed_hosts.join('\n')}
        error={send.fieldError('allowed_hosts')}
        onChange={(event) =>
          set(
            'allowed_hosts',
            event.currentTarget.value.split('\n').map((host) => host.trim()),
          )
        }
        onBlur={() =>
          set(
            'allowed_hosts',
            values.allowed_hosts.filter((host) => host !== ''),
          )
        }
      />
      <Patterns
        patterns={values.landing_patterns}
        onChange={(patterns) => set('landing_patterns', patterns)}
        problem={send.fieldError('landing_patterns')}
      />
      <Checkbox
        label={t('links.signed')}
        description={t('links.signedHint')}
        checked={values.signed_links_only}
        onChange={(event) => set('signed_links_only', event.currentTarget.checked)}
      />
      <Tracking change={change} />
    </SectionForm>
  );
}

type Tracked = 'click_parameter' | 'fallback_url' | 'cookie_seconds' | 'pixel_allowed';

/** How the click id reaches the shop, and where visitors go meanwhile. */
function Tracking({ change }: { readonly change: Pick<Change<Tracked>, 'values' | 'set' | 'send'> }) {
  const { t } = useTranslation('advertiser');
  const { values, set, send } = change;
  return (
    <>
      <TextInput
        label={t('links.parameter')}
        description={t('links.parameterHint')}
        value={values.click_parameter}
        required
        maw={360}
        error={send.fieldError('click_parameter')}
        onChange={(event) => set('click_parameter', event.currentTarget.value)}
      />
      <TextInput
        label={t('links.fallback')}
        description={t('links.fallbackHint')}
        type="url"
        value={values.fallback_url ?? ''}
        error={send.fieldError('fallback_url')}
        onChange={(event) => set('fallback_url', event.currentTarget.value || null)}
      />
      <NumberInput
        label={t('links.cookie')}
        description={t('links.cookieHint')}
        min={1}
        max={365}
        maw={360}
        value={values.cookie_seconds / DAY_SECONDS}
        error={send.fieldError('cookie_seconds')}
        onChange={(days) => set('cookie_seconds', Math.round(Number(days) * DAY_SECONDS))}
      />
      <Checkbox
        label={t('links.pixel')}
        description={t('links.pixelHint')}
        checked={values.pixel_allowed}
        onChange={(event) => set('pixel_allowed', event.currentTarget.checked)}
      />
    </>
  );
}

interface PatternsProps {
  readonly patterns: readonly Pattern[];
  readonly onChange: (patterns: Pattern[]) => void;
  readonly problem: string | undefined;
}

function Patterns({ patterns, onChange, problem }: PatternsProps) {
  const { t } = useTranslation('advertiser');
  const replace = (index: number, pattern: Pattern) =>
    onChange(patterns.map((each, at) => (at === index ? pattern : each)));
  return (
    <Stack gap="xs" component="fieldset" className="plain-fieldset">
      <Text component="legend" size="sm" fw={500}>
        {t('links.patterns')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('links.patternsHint')}
      </Text>
      {[...patterns.entries()].map(([index, pattern]) => (
        <Group key={index} gap="xs" align="flex-end">
          <Select
            aria-label={`${t('links.kind')} ${index + 1}`}
            w={140}
            allowDeselect={false}
            data={KINDS.map((kind) => ({ value: kind, label: t(`links.kinds.${kind}`) }))}
            value={pattern.kind}
            onChange={(chosen) => replace(index, { ...pattern, kind: KINDS.find((kind) => kind === chosen) ?? 'item' })}
          />
          <TextInput
            aria-label={`${t('links.path')} ${index + 1}`}
            flex="1 0 10rem"
            value={pattern.path}
            onChange={(event) => replace(index, { ...pattern, path: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t('links.remove', { path: pattern.path })}
            onClick={() => onChange(patterns.filter((_, at) => at !== index))}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      {problem === undefined ? null : (
        <Text size="sm" c="red">
          {problem}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        onClick={() => onChange([...patterns, { kind: 'item', path: '/' }])}
      >
        {t('links.add')}
      </Button>
    </Stack>
  );
}
