import { Button, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { moved, OrderButtons } from '../../controls/order-buttons.tsx';
import '../rules.css';

interface FoldedProps<T> {
  /** Tells the lists of a page apart. */
  readonly name: string;
  readonly items: readonly T[];
  readonly onChange: (items: T[]) => void;
  readonly made: () => T;
  readonly titleOf: (item: T) => string;
  /** What it says, to be seen in one line. */
  readonly textOf: (item: T) => string;
  readonly fieldsOf: (item: T, index: number, onChange: (item: T) => void) => ReactNode;
  readonly words: { readonly add: string; readonly remove: string; readonly removeOne: (number: number) => string };
}

/** A long list of texts, one line each; the one that is opened is edited. */
export function FoldedList<T>(props: FoldedProps<T>) {
  const { name, items, onChange, made, words } = props;
  const [open, setOpen] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    onChange(moved(items, from, to));
    // Neighbours change places: what was open stays open where it is now.
    if (open === from) setOpen(to);
    else if (open === to) setOpen(from);
  };
  const remove = (index: number) => {
    onChange(items.filter((_, at) => at !== index));
    if (open !== null && open >= index) setOpen(open === index ? null : open - 1);
  };
  return (
    <Stack gap="xs">
      {[...items.entries()].map(([index, item]) => (
        <Paper key={index} withBorder radius="md" px="sm" py={6}>
          <Group justify="space-between" gap="xs" className="folded-head">
            <Fold {...props} item={item} index={index} isOpen={open === index} onFold={setOpen} />
            <Group gap="xs" wrap="nowrap">
              <OrderButtons list={name} index={index} count={items.length} onMove={(to) => move(index, to)} />
              <Button
                variant="subtle"
                color="red"
                size="compact-xs"
                aria-label={words.removeOne(index + 1)}
                onClick={() => remove(index)}
              >
                {words.remove}
              </Button>
            </Group>
          </Group>
          {open === index ? (
            <Stack gap="xs" pt="xs" pb={6}>
              {props.fieldsOf(item, index, (changed) =>
                onChange(items.map((each, at) => (at === index ? changed : each))),
              )}
            </Stack>
          ) : null}
        </Paper>
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            onChange([...items, made()]);
            setOpen(items.length);
          }}
        >
          {words.add}
        </Button>
      </Group>
    </Stack>
  );
}

interface FoldProps<T> extends FoldedProps<T> {
  readonly item: T;
  readonly index: number;
  readonly isOpen: boolean;
  readonly onFold: (open: number | null) => void;
}

function Fold<T>({ item, index, isOpen, onFold, titleOf, textOf }: FoldProps<T>) {
  return (
    <UnstyledButton className="folded" aria-expanded={isOpen} onClick={() => onFold(isOpen ? null : index)}>
      <Text span size="sm" fw={600}>
        {index + 1}. {titleOf(item)}
      </Text>
      {isOpen ? null : (
        <Text span size="sm" c="dimmed" className="folded-text">
          {textOf(item)}
        </Text>
      )}
    </UnstyledButton>
  );
}
