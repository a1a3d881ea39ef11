import { Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** A page with one form on it, for people who are not signed in. */
export function NarrowPage(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly below?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Tributary`;
  }, [props.title]);
  return (
    <Stack gap="md" maw={460} mx="auto" pt={{ base: 'md', sm: 48 }}>
      <div>
        <Title order={1}>{props.title}</Title>
        {props.lead === undefined ? null : (
          <Text c="dimmed" mt={4}>
            {props.lead}
          </Text>
        )}
      </div>
      <Paper withBorder p="lg" radius="md">
        {props.children}
      </Paper>
      {props.below}
    </Stack>
  );
}
