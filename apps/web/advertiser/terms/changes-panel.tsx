import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PreviewAnswer } from '../../../../contract/wire/terms.ts';
import { useEarlyStart } from '../../kit/history/refusal-text.tsx';
import { Empty, Waiting } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';

/** What the text changes of what is published, one plain sentence a change. */
export function ChangesPanel({ preview, zone }: { readonly preview: PreviewAnswer | null; readonly zone: string }) {
  const { t } = useTranslation('advertiser');
  if (preview === null) return <Waiting rows={4} />;
  if (!preview.publishable)
    return <Empty title={t('terms.changes.unreadable')}>{t('terms.changes.unreadableWhy')}</Empty>;
  if (preview.current === 0) return <Empty title={t('terms.changes.first')}>{t('terms.changes.firstWhy')}</Empty>;
  if (preview.same || preview.changes.length === 0)
    return <Empty title={t('terms.changes.none')}>{t('terms.changes.noneWhy')}</Empty>;
  return (
    <Stack gap="md">
      {preview.outdated ? (
        <div>
          <Title order={2} fz="sm">
            {t('terms.changes.others')}
          </Title>
          <Sentences sentences={preview.changed_by_others} />
        </div>
      ) : null}
      <Needs preview={preview} zone={zone} />
      <div>
        <Title order={2} fz="sm">
          {t('terms.changes.yours')}
        </Title>
        <Sentences sentences={preview.changes} />
        {preview.changes_left_out === 0 ? null : (
          <Text size="sm" c="dimmed">
            {t('terms.changes.more', { count: preview.changes_left_out })}
          </Text>
        )}
      </div>
    </Stack>
  );
}

export function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <List size="sm" spacing={4} mt="xs">
      {sentences.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}

/** From when it holds, and whose yes it needs. */
export function Needs({ preview, zone }: { readonly preview: PreviewAnswer; readonly zone: string }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const early = useEarlyStart();
  const { approval, notice, findings, warnings, effective_from: from } = preview;
  return (
    <Alert
      color={approval === 'operator' ? 'orange' : 'blue'}
      variant="light"
      title={t(`terms.changes.needs.${approval}`)}
    >
      <Stack gap={4}>
        <Text size="sm">
          {t('terms.changes.from')}: {from === null ? t('terms.changes.sinceEver') : <When at={from} zone={zone} />}
        </Text>
        <Text size="sm">
          {notice.days === 0
            ? t('terms.changes.noNotice')
            : t('terms.changes.notice', { days: notice.days, earliest: formats.instant(notice.earliest, zone) })}
        </Text>
        {warnings === 0 ? null : <Text size="sm">{t('terms.findings.warnings', { count: warnings })}</Text>}
        {findings.length === 0 ? null : <Sentences sentences={findings.map(early)} />}
      </Stack>
    </Alert>
  );
}
