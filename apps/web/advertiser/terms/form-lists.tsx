import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addListEntry, endListEntry } from '../../../../core/terms/index.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { Empty } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { ListFile } from './form-list-file.tsx';
import type { Write } from './form-rates.tsx';
import type { ListStatement } from './read-terms.ts';

/** More entries are read in the text. */
const SHOWN_MAX = 100;

interface ListsProps {
  /** Of the program. */
  readonly code: string;
  readonly text: string;
  readonly lists: readonly ListStatement[];
  readonly zone: string;
  readonly write: Write;
  readonly readOnly: boolean;
}

/** Lists of stores, products and ad spaces: who is in, since when, until when (S-055, S-056). */
export function Lists({ lists, ...props }: ListsProps) {
  const { t } = useTranslation('advertiser');
  if (lists.length === 0) return <Empty>{t('terms.form.noLists')}</Empty>;
  return (
    <Stack gap="lg">
      {lists.map((list) => (
        <OneList key={list.name} {...props} list={list} />
      ))}
    </Stack>
  );
}

function OneList({
  code,
  text,
  list,
  zone,
  write,
  readOnly,
}: Omit<ListsProps, 'lists'> & { readonly list: ListStatement }) {
  const { t } = useTranslation('advertiser');
  return (
    <Stack gap="xs" className="rule-row">
      <Text fw={600} size="sm">
        {list.name}
        <Text span c="dimmed" fw={400}>
          {' · '}
          {t(`terms.form.listKinds.${list.of}`)}
        </Text>
      </Text>
      {list.entries.slice(0, SHOWN_MAX).map((entry) => (
        <Group key={`${entry.id} ${entry.from}`} gap="xs" justify="space-between">
          <Text size="sm">
            {entry.id}
            <Text span size="xs" c="dimmed">
              {entry.from === null ? '' : ' '}
              {entry.from === null ? null : <When at={new Date(entry.from).toISOString()} zone={zone} />}
              {entry.until === null ? null : ' – '}
              {entry.until === null ? null : <When at={new Date(entry.until).toISOString()} zone={zone} />}
            </Text>
          </Text>
          {readOnly || entry.until !== null ? null : (
            <EndEntry id={entry.id} onEnd={(day) => write(endListEntry(text, list.name, entry.id, day))} />
          )}
        </Group>
      ))}
      {readOnly ? null : (
        <>
          <AddEntry list={list.name} onAdd={(entry) => write(addListEntry(text, list.name, entry))} />
          <ListFile code={code} list={list.name} text={text} write={write} />
        </>
      )}
    </Stack>
  );
}

function EndEntry({ id, onEnd }: { readonly id: string; readonly onEnd: (day: string) => void }) {
  const { t } = useTranslation('advertiser');
  const [day, setDay] = useState<string | null>(null);
  if (day === null) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => setDay('')}
        aria-label={t('terms.form.endEntryOf', { id })}
      >
        {t('terms.form.endEntry')}
      </Button>
    );
  }
  return (
    <Group gap="xs">
      <DayField size="xs" label={t('terms.form.endEntryOf', { id })} isLabelled={false} value={day} onChange={setDay} />
      <Button size="xs" variant="default" disabled={day === ''} onClick={() => onEnd(day)}>
        {t('terms.form.endEntry')}
      </Button>
    </Group>
  );
}

function AddEntry({ list, onAdd }: { readonly list: string; readonly onAdd: (entry: string) => void }) {
  const { t } = useTranslation('advertiser');
  const [id, setId] = useState('');
  const [from, setFrom] = useState('');
  const add = () => {
    const quoted = `"${id.trim().replaceAll(/["\\]/g, '\\$&')}"`;
    onAdd(from === '' ? quoted : `${quoted} from ${from}`);
    setId('');
    setFrom('');
  };
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        size="xs"
        flex={1}
        miw={120}
        label={t('terms.form.entry')}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <DayField size="xs" label={t('terms.form.entryFrom')} value={from} onChange={setFrom} />
      <Button size="xs" variant="default" disabled={id.trim() === ''} onClick={add}>
        {t('terms.form.addEntry', { list })}
      </Button>
    </Group>
  );
}
