import { ActionIcon, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface OrderProps {
  /** Tells the lists of a page apart. */
  readonly list: string;
  readonly index: number;
  readonly count: number;
  readonly onMove: (to: number) => void;
}

const idOf = (list: string, index: number, way: 'up' | 'down') => `${list}-${index}-${way}`.replaceAll(/\s/g, '_');

/** Moves an entry of a list up or down. Focus stays with the entry, so that pressing on moves it further. */
export function OrderButtons({ list, index, count, onMove }: OrderProps) {
  const { t } = useTranslation('frame');
  const move = (to: number, way: 'up' | 'down') => {
    if (to < 0 || to >= count) return;
    onMove(to);
    document.getElementById(idOf(list, to, way))?.focus();
  };
  const ways = [
    ['up', index - 1, '↑'],
    ['down', index + 1, '↓'],
  ] as const;
  return (
    <Group gap={4} wrap="nowrap">
      {ways.map(([way, to, sign]) => {
        // Not disabled: a disabled button would lose the focus of whoever moved something to the end.
        const isEnd = to < 0 || to >= count;
        return (
          <ActionIcon
            key={way}
            id={idOf(list, index, way)}
            variant="default"
            size="md"
            aria-label={t(`reorder.${way}`, { number: index + 1 })}
            {...(isEnd ? { 'aria-disabled': true, 'data-disabled': true } : {})}
            onClick={() => move(to, way)}
          >
            {sign}
          </ActionIcon>
        );
      })}
    </Group>
  );
}

/** A list with one entry elsewhere. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}
