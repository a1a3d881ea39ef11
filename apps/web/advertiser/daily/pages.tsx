import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { lastPage } from '../../kit/address/from-address.ts';
import { useFormats } from '../../kit/values/format.ts';

/** Numbered pages of a list whose length is known. Of a very long one only the beginning is paged; it says so. */
export function NumberedPages(props: {
  readonly page: number;
  readonly total: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
}) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const { number } = useFormats();
  const all = Math.max(1, Math.ceil(props.total / props.size));
  const pages = Math.min(all, lastPage(props.size));
  if (pages === 1 && props.page === 1) return null;
  return (
    <Group gap="sm" mt="md">
      <Button
        variant="default"
        disabled={props.page <= 1}
        onClick={() => props.onPage(Math.min(props.page - 1, pages))}
      >
        {frame('actions.previous')}
      </Button>
      <Text size="sm">{t('daily.orders.page', { page: number(props.page), pages: number(pages) })}</Text>
      <Button variant="default" disabled={props.page >= pages} onClick={() => props.onPage(props.page + 1)}>
        {frame('actions.next')}
      </Button>
      {all === pages ? null : (
        <Text size="sm" c="dimmed">
          {t('daily.orders.narrow', { shown: number(pages * props.size) })}
        </Text>
      )}
    </Group>
  );
}
