import { Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One number that matters, with its name and what it rests on. */
export function FigureCard(props: {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly link?: ReactNode;
}) {
  return (
    <Paper withBorder p="md" radius="md" className="figure-card">
      <Stack gap={2}>
        <Text size="sm" c="dimmed">
          {props.name}
        </Text>
        <Text component="div" fw={650} lh={1.2} className="figure figure-value">
          {props.value}
        </Text>
        {props.note === undefined ? null : (
          <Text component="div" size="xs" c="dimmed">
            {props.note}
          </Text>
        )}
        {props.link}
      </Stack>
    </Paper>
  );
}
