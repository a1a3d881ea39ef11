import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedSections } from '../../../../contract/wire/program-page.ts';
import type { RulesPublished } from '../../../../contract/wire/rules.ts';
import { ConfirmAction } from '../../kit/confirm-action.tsx';
import { useFormats } from '../../kit/format.ts';
import { Section } from '../../kit/page.tsx';
import { isRules, type RulesContent } from '../../kit/rules/compare.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';
import { useNotice } from '../../kit/use-notice.ts';
import { type Locale, locales } from './locales.ts';
import { RulesFields } from './rules-fields.tsx';

type Sections = EditedSections['sections'];

/** Drafts of the next version in each language, and their publication. Nothing shows until they are published. */
export function NextVersion({ program, sections }: { readonly program: string; readonly sections: Sections }) {
  const { t } = useTranslation('operator');
  const [locale, setLocale] = useState<Locale>('en');
  const own = sections.filter(({ kind }) => kind === 'rules');
  const found = own.find((each) => each.locale === locale);
  return (
    <Section
      title={t('rules.next')}
      lead={t('rules.nextLead')}
      actions={
        <SegmentedControl
          aria-label={t('rules.draftLanguage')}
          data={locales.map((value) => ({ value, label: t(`rules.locales.${value}`) }))}
          value={locale}
          onChange={(value) => setLocale(locales.find((each) => each === value) ?? 'en')}
        />
      }
    >
      <Stack gap="lg">
        <DraftEditor
          key={`${locale} ${found?.draft?.saved_at ?? ''} ${found?.published?.number ?? 0}`}
          program={program}
          locale={locale}
          sections={own}
        />
        <Publication program={program} sections={own} />
      </Stack>
    </Section>
  );
}

const NOTHING: RulesContent = { intro: '', rules: [], further: [] };

/** Where a draft begins: the draft, what is published in the language, or else the English text. */
function startOf(locale: Locale, sections: Sections): RulesContent {
  const found = sections.find((each) => each.locale === locale);
  const said = found?.draft?.content ?? found?.published?.content;
  if (isRules(said)) return said;
  const english = sections.find((each) => each.locale === 'en');
  const text = english?.draft?.content ?? english?.published?.content;
  return isRules(text) ? text : NOTHING;
}

function DraftEditor(props: { readonly program: string; readonly locale: Locale; readonly sections: Sections }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { program, locale, sections } = props;
  const [content, setContent] = useState(() => startOf(locale, sections));
  const path = `/api/v1/programs/${encodeURIComponent(program)}/page/sections/rules/${locale}`;
  const renews = [`/api/v1/programs/${encodeURIComponent(program)}`];
  const save = useSend({ method: 'PUT', path, body: () => ({ content }), renews, done: t('rules.saved') });
  const discard = useSend({
    method: 'DELETE',
    path: `${path}/draft`,
    body: null,
    renews,
    done: t('rules.discarded'),
  });
  const draft = sections.find((each) => each.locale === locale)?.draft ?? null;
  const problem = save.problem ?? discard.problem;
  return (
    <Stack gap="md" maw="52rem">
      <Text size="sm" c="dimmed">
        {draft === null ? t('rules.noDraft') : t('rules.draftOf', { when: formats.instant(draft.saved_at) })}
      </Text>
      <RulesFields content={content} onChange={setContent} />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group gap="sm">
        <Button variant="default" loading={save.running} onClick={() => save.run()}>
          {t('rules.save')}
        </Button>
        {draft === null ? null : (
          <Button variant="subtle" color="red" loading={discard.running} onClick={() => discard.run()}>
            {t('rules.discard')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Publication({ program, sections }: { readonly program: string; readonly sections: Sections }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const say = useNotice();
  const [isAsked, setIsAsked] = useState(false);
  const publish = useSend<void, RulesPublished>({
    method: 'POST',
    path: `/api/v1/programs/${encodeURIComponent(program)}/rules/publish`,
    body: null,
    renews: [`/api/v1/programs/${encodeURIComponent(program)}`, '/api/v1/conduct'],
    done: null,
    onDone: ({ version, told }) => {
      setIsAsked(false);
      say(t('rules.published', { version, count: told }));
    },
  });
  const drafts = locales.filter((locale) => sections.some((each) => each.locale === locale && each.draft !== null));
  const names = (which: readonly Locale[]) => formats.list(which.map((locale) => t(`rules.locales.${locale}`)));
  const missing = locales.filter((locale) => locale !== 'en' && !drafts.includes(locale));
  const isVersion = drafts.includes('en');
  return (
    <Stack gap="sm" maw="52rem">
      {isVersion && missing.length > 0 ? (
        <Alert color="orange" variant="light">
          {t('rules.missing', { languages: names(missing) })}
        </Alert>
      ) : null}
      <Group>
        <Button disabled={drafts.length === 0} onClick={() => setIsAsked(true)}>
          {t('rules.publish')}
        </Button>
      </Group>
      {isAsked ? (
        <ConfirmAction
          opened
          onClose={() => setIsAsked(false)}
          title={isVersion ? t('rules.publishTitle') : t('rules.publishTranslation')}
          action={t('rules.publishAction', { languages: names(drafts) })}
          running={publish.running}
          problem={publish.problem}
          onConfirm={() => publish.run()}
        >
          {isVersion ? t('rules.publishText') : t('rules.publishTranslationText')}
        </ConfirmAction>
      ) : null}
    </Stack>
  );
}
