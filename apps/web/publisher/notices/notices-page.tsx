import '../figures/figures.css';
import { Button, Center, Group, Paper, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Notice, NoticesPage as NoticesAnswer, NoticesRead } from '../../../../contract/wire/notices.ts';
import { ApiProblem, apiGet } from '../../kit/api/api.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Empty, ProblemAlert, Waiting } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { useNames } from '../figures/names.ts';
import type { Telling } from '../statistics/dimensions.ts';
import { noticeLink, noticeText } from './notice-text.ts';

const PATH = '/api/v1/notices';

/** What the organisation was told, newest first. */
export function NoticesPage() {
  const { t } = useTranslation('publisher');
  const pages = useInfiniteQuery({
    queryKey: [PATH, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      apiGet<NoticesAnswer>(PATH, pageParam === '' ? {} : { before: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const read = useSend<NoticesRead>({ method: 'POST', path: `${PATH}/read`, renews: [PATH], done: null });
  const notices = pages.data?.pages.flatMap((page) => page.notices) ?? [];
  const mayWrite = useMayWrite();
  const unread = pages.data?.pages[0]?.unread ?? 0;
  return (
    <Page
      title={t('notices.title')}
      lead={t('notices.lead')}
      actions={
        unread === 0 || !mayWrite ? null : (
          <Button variant="default" loading={read.running} onClick={() => read.run({})}>
            {t('notices.readAll')}
          </Button>
        )
      }
    >
      {read.problem === null ? null : <ProblemAlert problem={read.problem} />}
      {pages.error instanceof ApiProblem ? (
        <ProblemAlert problem={pages.error.problem} retry={() => pages.refetch()} />
      ) : null}
      {pages.isPending ? <Waiting rows={8} /> : null}
      {pages.data !== undefined && notices.length === 0 ? (
        <Empty title={t('notices.none')}>{t('notices.noneHint')}</Empty>
      ) : null}
      <NoticeList notices={notices} />
      {pages.hasNextPage ? (
        <Center>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t('notices.more')}
          </Button>
        </Center>
      ) : null}
    </Page>
  );
}

function NoticeList({ notices }: { readonly notices: readonly Notice[] }) {
  const { t } = useTranslation('publisher');
  const telling: Telling = { t, formats: useFormats(), names: useNames() };
  if (notices.length === 0) return null;
  return (
    <Stack component="ul" gap="xs" className="notice-list" aria-label={t('notices.list')}>
      {notices.map((notice) => (
        <Paper key={notice.id} component="li" withBorder radius="md" p="sm">
          <OneNotice notice={notice} telling={telling} />
        </Paper>
      ))}
    </Stack>
  );
}

function OneNotice({ notice, telling }: { readonly notice: Notice; readonly telling: Telling }) {
  const { t } = telling;
  const link = noticeLink(notice);
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div>
        <Text fw={notice.read ? 400 : 600}>{noticeText(notice, telling)}</Text>
        <Group gap="sm">
          <Text span size="sm" c="dimmed">
            <When at={notice.at} />
          </Text>
          {link === null ? null : (
            <TextLink size="sm" to={link.to} search={link.search}>
              {t('notices.open')}
            </TextLink>
          )}
        </Group>
      </div>
      {notice.read ? null : <StatusBadge tone="attention">{t('notices.unread')}</StatusBadge>}
    </Group>
  );
}
