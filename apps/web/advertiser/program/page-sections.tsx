import { Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings } from '../../../../contract/wire/program-editing.ts';
import type { EditedSections } from '../../../../contract/wire/program-page.ts';
import { useFormats } from '../../kit/format.ts';
import { Section } from '../../kit/page.tsx';
import { Loaded, ProblemAlert } from '../../kit/states.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi, useSend } from '../../kit/use-api.ts';
import { useMayWrite } from '../may-write.ts';
import { ContentFields } from './content-fields.tsx';
import { type Content, type EditedKind, editedKinds, emptyContent, sectionFields } from './page-fields.ts';

const LOCALES = ['en', 'ru', 'es'] as const;
type Edited = EditedSections['sections'][number];

const pathOf = (code: string) => `/api/v1/programs/${code}/page/sections`;

/** What the public page says, section by section and language by language. */
export function PageSections({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ text: 'en' });
  const sections = useApi<EditedSections>(pathOf(program.code));
  const locale = LOCALES.find((each) => each === values.text) ?? 'en';
  return (
    <Section
      title={t('page.title')}
      lead={t('page.lead')}
      actions={
        <SegmentedControl
          aria-label={t('page.language')}
          data={LOCALES.map((each) => ({ value: each, label: t(`page.languages.${each}`) }))}
          value={locale}
          onChange={(text) => change({ text })}
        />
      }
    >
      <Loaded query={sections}>
        {(found) => (
          <Stack gap="sm">
            {editedKinds.map((kind) => {
              const edited = found.sections.find((each) => each.kind === kind && each.locale === locale);
              return (
                <OneSection key={`${kind}-${locale}`} code={program.code} kind={kind} locale={locale} edited={edited} />
              );
            })}
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}

interface OneProps {
  readonly code: string;
  readonly kind: EditedKind;
  readonly locale: string;
  readonly edited: Edited | undefined;
}

function OneSection({ code, kind, locale, edited }: OneProps) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const mayWrite = useMayWrite();
  const [isOpen, setOpen] = useState(false);
  const published = edited?.published ?? null;
  const state =
    published === null ? t('page.never') : t('page.published', { when: formats.instant(published.changed_at) });
  return (
    <Paper withBorder radius="md" p="md">
      <Group justify="space-between">
        <div>
          <Title order={3} fz="md">
            {t(`page.sections.${kind}`)}
          </Title>
          <Text size="sm" c="dimmed">
            {edited?.draft == null ? state : `${state} · ${t('page.draft')}`}
          </Text>
        </div>
        {mayWrite ? (
          <Button
            variant="default"
            size="xs"
            aria-expanded={isOpen}
            aria-label={`${t('page.edit')}: ${t(`page.sections.${kind}`)}`}
            onClick={() => setOpen(!isOpen)}
          >
            {t('page.edit')}
          </Button>
        ) : null}
      </Group>
      {isOpen ? (
        <SectionEditor
          key={`${published?.number ?? 0}-${edited?.draft == null}`}
          code={code}
          kind={kind}
          locale={locale}
          edited={edited}
        />
      ) : null}
    </Paper>
  );
}

function SectionEditor({ code, kind, locale, edited }: OneProps) {
  const { t } = useTranslation('advertiser');
  const fields = sectionFields[kind];
  const saved = edited?.draft?.content ?? edited?.published?.content ?? emptyContent(fields);
  const [content, setContent] = useState<Content>(saved);
  const path = `${pathOf(code)}/${kind}/${locale}`;
  const renews = [pathOf(code)];
  const save = useSend<Content>({
    method: 'PUT',
    path,
    body: (content) => ({ content }),
    renews,
    done: t('page.saved'),
  });
  const publish = useSend({
    method: 'POST',
    path: `${path}/publish`,
    body: null,
    renews,
    done: t('page.publishedNow'),
  });
  const discard = useSend({ method: 'DELETE', path: `${path}/draft`, body: null, renews, done: null });
  const problem = save.problem ?? publish.problem ?? discard.problem;
  const isBusy = save.running || publish.running || discard.running;
  /** Publishing shows the draft, so what is on the screen is saved as the draft first. */
  const publishAll = async () => {
    if ((await save.runAsync(content)) !== null) publish.run();
  };
  return (
    <Stack gap="md" mt="md">
      <ContentFields fields={fields} content={content} onChange={setContent} />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group gap="sm">
        <Button loading={isBusy} onClick={publishAll}>
          {t('page.publish')}
        </Button>
        <Button variant="default" disabled={isBusy} onClick={() => save.run(content)}>
          {t('page.save')}
        </Button>
        {edited?.draft == null ? null : (
          <Button variant="subtle" color="red" disabled={isBusy} onClick={() => discard.run()}>
            {t('page.discard')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
