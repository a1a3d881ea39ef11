import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublishRulesBody, RulesPublished, RuleVersions } from '../../../../../contract/wire/rules.ts';
import { useSend } from '../../api/use-api.ts';
import { ConfirmAction } from '../../controls/confirm-action.tsx';
import { DayField } from '../../days/day-field.tsx';
import { useNotice } from '../../notices/use-notice.ts';
import { useFormats } from '../../values/format.ts';
import { changesOf } from '../compare.ts';
import { locales } from './locales.ts';
import type { NextVersionProps, RulesDrafts } from './use-rules-drafts.ts';

const DAY_MS = 86_400_000;
/** Suggested to those who announce: long enough to read. */
const DAYS_AHEAD = 14;

/** Publishes the drafts of all languages, at once or from a later day (S-111). */
export function Publication(props: NextVersionProps & { readonly drafts: RulesDrafts }) {
  const { t } = useTranslation('rules');
  const formats = useFormats();
  const { sections, versions, drafts, program, onBeginAgain } = props;
  const [isAsked, setAsked] = useState(false);
  const [from, setFrom] = useState<string | null>(null);
  const publish = usePublish(program, versions, () => {
    setAsked(false);
    onBeginAgain();
  });
  const written = locales.filter((locale) => sections.some((each) => each.locale === locale && each.draft !== null));
  const toPublish = locales.filter((locale) => written.includes(locale) || drafts.isChanged(locale));
  const missing = locales.filter((locale) => locale !== 'en' && !toPublish.includes(locale));
  const names = (which: typeof toPublish) => formats.list(which.map((locale) => t(`locales.${locale}`)));
  const isVersion = toPublish.includes('en');
  const ask = async () => {
    publish.forget();
    if (await drafts.saveAll()) setAsked(true);
  };
  return (
    <Stack gap="sm" maw="52rem">
      {isVersion && missing.length > 0 ? (
        <Alert color="orange" variant="light">
          {t('missing', { languages: names(missing) })}
        </Alert>
      ) : null}
      <Group>
        <Button disabled={toPublish.length === 0} loading={drafts.save.running} onClick={() => void ask()}>
          {t('publish')}
        </Button>
      </Group>
      {isAsked ? (
        <ConfirmAction
          opened
          onClose={() => setAsked(false)}
          title={isVersion ? t('publishTitle') : t('publishTranslation')}
          action={t('publishAction', { languages: names(toPublish) })}
          running={publish.running}
          problem={publish.problem}
          onConfirm={() => {
            if (from !== '') publish.run({ over: [...drafts.seen], ...(isVersion && from !== null ? { from } : {}) });
          }}
        >
          <Stack gap="sm">
            {isVersion ? <Told {...props} /> : null}
            {isVersion ? <Begin versions={versions} from={from} onChange={setFrom} /> : null}
            <Text size="sm">{isVersion ? t('publishText') : t('publishTranslationText')}</Text>
          </Stack>
        </ConfirmAction>
      ) : null}
    </Stack>
  );
}

function usePublish(program: string, { time_zone: zone }: RuleVersions, onDone: () => void) {
  const { t } = useTranslation('rules');
  const formats = useFormats();
  const say = useNotice();
  return useSend<PublishRulesBody, RulesPublished>({
    method: 'POST',
    path: `/api/v1/programs/${encodeURIComponent(program)}/rules/publish`,
    renews: [`/api/v1/programs/${encodeURIComponent(program)}`, '/api/v1/conduct'],
    done: null,
    onDone: ({ version, from, state, told }) => {
      const isAhead = state === 'announced';
      say(t(isAhead ? 'publishedLater' : 'published', { version, count: told, when: formats.instant(from, zone) }));
      onDone();
    },
  });
}

/** How much changes of what was published last, and what is announced already. */
function Told({ versions, drafts }: NextVersionProps & { readonly drafts: RulesDrafts }) {
  const { t } = useTranslation('rules');
  const formats = useFormats();
  const [last] = versions.versions;
  const before = last?.texts.find(({ locale }) => locale === 'en')?.content;
  return (
    <>
      {before === undefined ? null : (
        <Text size="sm" fw={600}>
          {t('countChanges', { count: changesOf(before, drafts.contentOf('en')).length })}
        </Text>
      )}
      {last?.state === 'announced' ? (
        <Alert color="blue" variant="light">
          {t('announcedUntil', { version: last.version, when: formats.instant(last.from, versions.time_zone) })}
        </Alert>
      ) : null}
    </>
  );
}

const plusDays = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

interface BeginProps {
  readonly versions: RuleVersions;
  /** A day; empty while none is chosen, `null`: at once. */
  readonly from: string | null;
  readonly onChange: (from: string | null) => void;
}

function Begin({ versions: { time_zone: zone, today }, from, onChange }: BeginProps) {
  const { t } = useTranslation('rules');
  const tomorrow = plusDays(today, 1);
  return (
    <>
      <Radio.Group
        label={t('begin')}
        value={from === null ? 'now' : 'later'}
        onChange={(chosen) => onChange(chosen === 'now' ? null : plusDays(today, DAYS_AHEAD))}
      >
        <Stack gap={6} mt={6}>
          <Radio value="now" label={t('atOnce')} />
          <Radio value="later" label={t('later')} />
        </Stack>
      </Radio.Group>
      {from === null ? null : (
        <DayField
          label={t('day')}
          description={t('dayHint', { zone })}
          required
          w={320}
          min={tomorrow}
          value={from}
          onChange={onChange}
        />
      )}
    </>
  );
}
