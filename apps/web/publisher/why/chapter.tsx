import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A step of the story; its number comes from the list it stands in. */
export function Chapter(props: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <li id={props.id} className="why-chapter">
      <Stack gap="xs">
        <Title order={2}>{props.title}</Title>
        {props.children}
      </Stack>
    </li>
  );
}
