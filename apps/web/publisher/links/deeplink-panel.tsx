import { Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationAnswer } from '../../../../contract/wire/applications.ts';
import type { SubIdFields } from '../../../../contract/wire/links.ts';
import type { ProgramDetail } from '../../../../contract/wire/programs.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { Section } from '../../kit/page/page.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { WorkProgress } from '../../kit/page/work-progress.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { addressesIn } from './addresses.ts';
import { DeeplinkResults } from './deeplink-results.tsx';
import { useDeeplinks } from './use-deeplinks.ts';

const URLS_MAX = 2_000;

interface Props {
  readonly pair: ApplicationAnswer;
  readonly subids: Required<SubIdFields>;
}

/** Links to pages of a shop, many at once: each line has its own answer. */
export function DeeplinkPanel({ pair, subids }: Props) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { number } = useFormats();
  const { text, write } = useUnsent(`links ${pair.ad_space.id} ${pair.program.code}`);
  const [isShort, setShort] = useState(false);
  const deeplinks = useDeeplinks();
  const program = useApi<ProgramDetail>(`/api/v1/programs/${encodeURIComponent(pair.program.code)}`);
  const home = program.data?.home_url ?? '';
  const urls = addressesIn(text);
  const isTooMany = urls.length > URLS_MAX;
  const of = JSON.stringify([pair.ad_space.id, pair.program.code, subids]);
  const { made, work, problem, goOn } = deeplinks;
  return (
    <Section title={t('links.deeplinks')} lead={t('links.deeplinksLead', { most: number(URLS_MAX) })}>
      {program.data?.signed_links_only === true ? (
        <Text size="sm" mb="sm">
          {t('links.signedOnly')}
        </Text>
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (urls.length === 0 || isTooMany) return;
          deeplinks.make(of, { ad_space: pair.ad_space.id, program: pair.program.code, urls, subids, short: isShort });
        }}
      >
        <Stack gap="sm">
          <Textarea
            label={t('links.addresses')}
            description={t('links.addressesHint', { example: home || 'https://' })}
            value={text}
            onChange={({ currentTarget }) => write(currentTarget.value)}
            autosize
            minRows={4}
            maxRows={14}
            spellCheck={false}
            error={isTooMany ? t('links.tooMany', { most: number(URLS_MAX), number: number(urls.length) }) : undefined}
          />
          <Group gap="md">
            <Button type="submit" disabled={urls.length === 0 || isTooMany} loading={work !== null}>
              {urls.length === 0 ? t('links.makeNone') : t('links.make', { count: urls.length })}
            </Button>
            <Checkbox
              checked={isShort}
              onChange={({ currentTarget }) => setShort(currentTarget.checked)}
              label={t('links.short')}
            />
          </Group>
        </Stack>
      </form>
      <Stack gap="sm" mt="md">
        {work === null ? null : <WorkProgress work={work} label={t('links.deeplinks')} />}
        {problem === null ? null : <ProblemAlert problem={problem} {...(goOn === null ? {} : { retry: goOn })} />}
        {made?.of === of ? <DeeplinkResults links={made.links} shop={shopOf(home)} /> : null}
      </Stack>
    </Section>
  );
}

function shopOf(home: string): string {
  return URL.canParse(home) ? new URL(home).host : '';
}
