import { Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings } from '../../../../contract/wire/program-editing.ts';
import type { EditedSections } from '../../../../contract/wire/program-page.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { type EditedKind, editedKinds } from './page-fields.ts';
import { SectionEditor, sectionsPath } from './section-editor.tsx';

const LOCALES = ['en', 'ru', 'es'] as const;
type Edited = EditedSections['sections'][number];

/** What the public page says, section by section and language by language. */
export function PageSections({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ text: 'en' });
  const sections = useApi<EditedSections>(sectionsPath(program.code));
  const locale = LOCALES.find((each) => each === values.text) ?? 'en';
  return (
    <Section
      title={t('page.title')}
      lead={t('page.lead')}
      actions={
        <Group gap="sm">
          <Button
            component="a"
            variant="default"
            href={`/api/v1/programs/${program.code}/page/preview?locale=${locale}`}
            target="_blank"
          >
            {t('program.preview')}
          </Button>
          <SegmentedControl
            aria-label={t('page.language')}
            data={LOCALES.map((each) => ({ value: each, label: t(`page.languages.${each}`) }))}
            value={locale}
            onChange={(text) => change({ text })}
          />
        </Group>
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
  const [wasOpened, setOpened] = useState(false);
  const [round, setRound] = useState(0);
  const published = edited?.published ?? null;
  const state =
    published === null ? t('page.never') : t('page.published', { when: formats.instant(published.changed_at) });
  const toggle = () => {
    setOpen(!isOpen);
    setOpened(true);
  };
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
            onClick={toggle}
          >
            {t('page.edit')}
          </Button>
        ) : null}
      </Group>
      {/* Closing hides the editor: what is not saved stays in it. */}
      {wasOpened ? (
        <div hidden={!isOpen}>
          <SectionEditor key={round} {...{ code, kind, locale, edited }} onBeginAgain={() => setRound(round + 1)} />
        </div>
      ) : null}
    </Paper>
  );
}
