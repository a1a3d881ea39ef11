import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Goes through a list that tells where it goes on. */
export function NextPage(props: {
  readonly isFirst: boolean;
  readonly next: string | null;
  readonly onStart: () => void;
  readonly onNext: (next: string) => void;
}) {
  const { t } = useTranslation('operator');
  const { isFirst, next, onStart, onNext } = props;
  if (isFirst && next === null) return null;
  return (
    <Group justify="center" gap="sm" mt="md">
      <Button variant="default" disabled={isFirst} onClick={onStart}>
        {t('common.toStart')}
      </Button>
      <Button variant="default" disabled={next === null} onClick={() => next !== null && onNext(next)}>
        {t('common.more')}
      </Button>
    </Group>
  );
}
