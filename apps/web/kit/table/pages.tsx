import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Turns pages of a list that is numbered by `page` in the address, from 1. */
export function Pages(props: {
  readonly page: number;
  readonly hasMore: boolean;
  readonly onPage: (page: number) => void;
}) {
  const { t } = useTranslation('frame');
  if (props.page === 1 && !props.hasMore) return null;
  return (
    <Group justify="center" gap="sm" mt="md">
      <Button variant="default" disabled={props.page <= 1} onClick={() => props.onPage(props.page - 1)}>
        {t('actions.previous')}
      </Button>
      <Text size="sm">{t('table.page', { page: props.page })}</Text>
      <Button variant="default" disabled={!props.hasMore} onClick={() => props.onPage(props.page + 1)}>
        {t('actions.next')}
      </Button>
    </Group>
  );
}
