import { Button, Group, Paper, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedSections } from '../../../../contract/wire/program-page.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { moved, OrderButtons } from '../../kit/controls/order-buttons.tsx';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';

const PATH = '/api/v1/network/page/sections';
const LOCALES = ['en', 'ru', 'es'] as const;
const ITEM_CHARACTERS_MAX = 300;

type Edited = EditedSections['sections'][number];

/** What the network promises on the page of every program: a list of any length (S-025). */
export function PromisesPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ text: 'en' });
  const sections = useApi<EditedSections>(PATH);
  const [round, setRound] = useState(0);
  const locale = LOCALES.find((each) => each === values.text) ?? 'en';
  const onBeginAgain = async () => {
    await sections.refetch();
    setRound((present) => present + 1);
  };
  return (
    <Page
      title={t('promises.title')}
      lead={t('promises.lead')}
      actions={
        <SegmentedControl
          aria-label={t('promises.language')}
          data={LOCALES.map((value) => ({ value, label: t(`promises.locales.${value}`) }))}
          value={locale}
          onChange={(text) => change({ text })}
        />
      }
    >
      <Loaded query={sections}>
        {(found) => {
          const edited = found.sections.find((each) => each.kind === 'promises' && each.locale === locale);
          return <List key={`${locale} ${round}`} locale={locale} edited={edited} onBeginAgain={onBeginAgain} />;
        }}
      </Loaded>
    </Page>
  );
}

function itemsOf(edited: Edited | undefined): readonly string[] {
  const { items } = edited?.draft?.content ?? edited?.published?.content ?? {};
  return Array.isArray(items) ? items.filter((item): item is string => typeof item === 'string') : [];
}

interface ListProps {
  readonly locale: (typeof LOCALES)[number];
  readonly edited: Edited | undefined;
  readonly onBeginAgain: () => void;
}

function List({ locale, edited, onBeginAgain }: ListProps) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const mayWrite = useMayWrite();
  const [began] = useState(() => itemsOf(edited));
  const [items, setItems] = useState(began);
  const path = `${PATH}/promises/${locale}`;
  const over = { number: edited?.published?.number ?? 0, saved_at: edited?.draft?.saved_at ?? null };
  const [seen] = useState(over);
  const publish = useSend({
    ...{ method: 'POST', path: `${path}/publish`, body: null, renews: [PATH], done: t('promises.published') },
    onDone: onBeginAgain,
  });
  // What is published is a draft first, so that two people do not overwrite each other.
  const save = useSend({
    ...{ method: 'PUT', path, done: null },
    body: () => ({ content: { items: items.map((item) => item.trim()).filter((item) => item !== '') }, over: seen }),
    onDone: () => publish.run(),
  });
  const isBusy = save.running || publish.running;
  const isChanged = items.join('\n') !== began.join('\n');
  const problem = save.problem ?? publish.problem;
  return (
    <Stack gap="md" maw="52rem">
      <Unsaved when={isChanged && !isBusy && mayWrite} />
      <ReadOnlyNote />
      <Text size="sm" c="dimmed">
        {edited?.published == null
          ? t('promises.never')
          : t('promises.since', { when: formats.instant(edited.published.changed_at) })}
      </Text>
      <Items items={items} readOnly={!mayWrite} onChange={setItems} />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      {mayWrite ? (
        <Group gap="sm">
          <Button loading={isBusy} disabled={!isChanged && edited?.draft == null} onClick={() => save.run()}>
            {t('promises.publish')}
          </Button>
          {problem?.code === 'section_changed' ? (
            <Button variant="default" onClick={onBeginAgain}>
              {t('promises.load')}
            </Button>
          ) : null}
        </Group>
      ) : null}
    </Stack>
  );
}

interface ItemsProps {
  readonly items: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (items: readonly string[]) => void;
}

function Items({ items, readOnly, onChange }: ItemsProps) {
  const { t } = useTranslation('operator');
  return (
    <Paper withBorder radius="md" p="md">
      <Stack gap="sm">
        {[...items.entries()].map(([index, item]) => (
          <Group key={index} gap="xs" wrap="nowrap">
            <Textarea
              flex={1}
              autosize
              minRows={1}
              aria-label={t('promises.item', { number: index + 1 })}
              value={item}
              readOnly={readOnly}
              maxLength={ITEM_CHARACTERS_MAX}
              onChange={(event) => {
                // One promise is one line of the list, however many it takes here.
                const value = event.currentTarget.value.replaceAll('\n', ' ');
                onChange(items.map((each, at) => (at === index ? value : each)));
              }}
            />
            {readOnly ? null : (
              <>
                <OrderButtons
                  list="promises"
                  index={index}
                  count={items.length}
                  onMove={(to) => onChange(moved(items, index, to))}
                />
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-xs"
                  aria-label={t('promises.removeItem', { number: index + 1 })}
                  onClick={() => onChange(items.filter((_, at) => at !== index))}
                >
                  {t('promises.remove')}
                </Button>
              </>
            )}
          </Group>
        ))}
        {readOnly ? null : (
          <Button variant="default" size="xs" w="fit-content" onClick={() => onChange([...items, ''])}>
            {t('promises.add')}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
