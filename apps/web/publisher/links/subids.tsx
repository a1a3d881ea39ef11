import { Button, Collapse, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubIdFields } from '../../../../contract/wire/links.ts';
import { HelpLink } from '../../kit/page/help-link.tsx';

export const subidNames = ['subid', 'subid1', 'subid2', 'subid3', 'subid4'] as const;
export type SubIdName = (typeof subidNames)[number];

const CHARACTERS_MAX = 250;

/** The publisher's own marks, for every link on the page. */
export function SubIds(props: {
  readonly values: Required<SubIdFields>;
  readonly isOpened: boolean;
  readonly onChange: (some: Partial<Record<SubIdName, string>>) => void;
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  const [opened, setOpened] = useState(props.isOpened);
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size="compact-sm"
        w="fit-content"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t('links.subids')}
      </Button>
      <Collapse expanded={opened}>
        <Text size="sm" c="dimmed" mb="xs">
          {t('links.subidsLead')} <HelpLink article="subids" />
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm">
          {subidNames.map((name) => (
            <TextInput
              key={name}
              label={name}
              value={props.values[name] ?? ''}
              onChange={({ currentTarget }) => props.onChange({ [name]: keepable(currentTarget.value) })}
              maxLength={CHARACTERS_MAX}
              autoComplete="off"
              spellCheck={false}
            />
          ))}
        </SimpleGrid>
      </Collapse>
    </Stack>
  );
}

/** Line breaks and the like, and half a character as a cut emoji leaves it, can be kept nowhere. */
const keepable = (text: string): string => text.replace(/[\p{Cc}\p{Surrogate}]/gu, '');

/** A link with SubIDs after the question mark, as the API builds them. */
export function withSubids(link: string, subids: Required<SubIdFields>): string {
  const parameters = subidNames.flatMap((name) => {
    const value = subids[name] ?? '';
    return value === '' ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return parameters.length === 0 ? link : `${link}?${parameters.join('&')}`;
}
