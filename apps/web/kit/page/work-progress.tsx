import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkDone } from '../api/api.ts';
import { useFormats } from '../values/format.ts';

/** How far work is that takes long. Until its end is known the bar only shows that it goes on. */
export function WorkProgress({ work, label }: { readonly work: WorkDone; readonly label: string }) {
  const { t } = useTranslation('frame');
  const { number } = useFormats();
  const { done, total } = work;
  const isKnown = total !== null && total > 0;
  const percent = isKnown ? Math.min(100, Math.floor((done * 100) / total)) : 100;
  return (
    <Stack gap={4}>
      <Progress value={percent} animated aria-label={label} />
      <Text size="sm" c="dimmed">
        {isKnown
          ? t('work.of', { done: number(Math.min(done, total)), total: number(total) })
          : t('work.done', { done: number(done) })}
      </Text>
    </Stack>
  );
}
