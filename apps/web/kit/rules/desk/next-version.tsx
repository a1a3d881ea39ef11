import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../../api/use-api.ts';
import { Unsaved } from '../../forms/unsaved.tsx';
import { Section } from '../../page/page.tsx';
import { ProblemAlert } from '../../page/states.tsx';
import { useFormats } from '../../values/format.ts';
import { begun, type Locale, locales } from './locales.ts';
import { Publication } from './publication.tsx';
import { RulesFields } from './rules-fields.tsx';
import { type NextVersionProps, type RulesDrafts, useRulesDrafts } from './use-rules-drafts.ts';

/** Drafts of the next version in each language, and their publication. Nothing shows until they are published. */
export function NextVersion(props: NextVersionProps) {
  const { t } = useTranslation('rules');
  const [locale, setLocale] = useState<Locale>('en');
  const drafts = useRulesDrafts(props.program, props.sections);
  return (
    <Section
      title={t('next')}
      lead={t('nextLead')}
      actions={
        <SegmentedControl
          aria-label={t('draftLanguage')}
          data={locales.map((value) => ({ value, label: begun(t(`locales.${value}`)) }))}
          value={locale}
          onChange={(value) => setLocale(locales.find((each) => each === value) ?? 'en')}
        />
      }
    >
      <Unsaved when={locales.some(drafts.isChanged) && !drafts.save.running} />
      <Stack gap="lg">
        <DraftEditor {...props} locale={locale} drafts={drafts} />
        <Publication {...props} drafts={drafts} />
      </Stack>
    </Section>
  );
}

function DraftEditor(props: NextVersionProps & { readonly locale: Locale; readonly drafts: RulesDrafts }) {
  const { t } = useTranslation('rules');
  const formats = useFormats();
  const { program, locale, sections, drafts, onBeginAgain } = props;
  const { save } = drafts;
  const path = `/api/v1/programs/${encodeURIComponent(program)}/page/sections`;
  const discard = useSend({
    method: 'DELETE',
    path: `${path}/rules/${locale}/draft`,
    body: null,
    renews: [path],
    done: t('discarded'),
    onDone: onBeginAgain,
  });
  const draft = sections.find((each) => each.locale === locale)?.draft ?? null;
  const problem = save.problem ?? discard.problem;
  const isBusy = save.running || discard.running;
  return (
    <Stack gap="md" maw="52rem">
      <Text size="sm" c="dimmed" role="status">
        {draft === null ? t('noDraft') : t('draftOf', { when: formats.instant(draft.saved_at) })}
        {drafts.isChanged(locale) ? ` · ${t('unsaved')}` : ''}
      </Text>
      <RulesFields
        key={locale}
        content={drafts.contentOf(locale)}
        onChange={(content) => drafts.change(locale, content)}
      />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group gap="sm">
        <Button variant="default" loading={isBusy} onClick={() => save.run(locale)}>
          {t('save')}
        </Button>
        {problem?.code === 'section_changed' ? (
          <Button variant="default" disabled={isBusy} onClick={onBeginAgain}>
            {t('load')}
          </Button>
        ) : null}
        {draft === null ? null : (
          <Button variant="subtle" color="red" disabled={isBusy} onClick={() => discard.run()}>
            {t('discard')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
