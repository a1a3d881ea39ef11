import { Badge } from '@mantine/core';

export type Tone = 'good' | 'waiting' | 'bad' | 'neutral' | 'attention';

const COLORS: Readonly<Record<Tone, string>> = {
  good: 'teal',
  waiting: 'blue',
  bad: 'red',
  neutral: 'gray',
  attention: 'orange',
};

/** A state as a word; its colour only repeats what the word says. */
export function StatusBadge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <Badge color={COLORS[tone]} variant="light" radius="sm" tt="none" fw={600} className={`status status-${tone}`}>
      {children}
    </Badge>
  );
}
