import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Numbered pages of a list whose length is known. */
export function NumberedPages(props: {
  readonly page: number;
  readonly total: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
}) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const pages = Math.max(1, Math.ceil(props.total / props.size));
  if (pages === 1) return null;
  return (
    <Group gap="sm" mt="md">
      <Button variant="default" disabled={props.page <= 1} onClick={() => props.onPage(props.page - 1)}>
        {frame('actions.previous')}
      </Button>
      <Text size="sm">{t('daily.orders.page', { page: props.page, pages })}</Text>
      <Button variant="default" disabled={props.page >= pages} onClick={() => props.onPage(props.page + 1)}>
        {frame('actions.next')}
      </Button>
    </Group>
  );
}
