import { Button, Center, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SanctionPage } from '../../../../contract/wire/conduct.ts';
import { ApiProblem, apiGet } from '../../kit/api/api.ts';
import { ReportViolation } from '../../kit/complaint/report-violation.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Empty, ProblemAlert, Waiting } from '../../kit/page/states.tsx';
import { usePrograms } from '../programs/program-names.ts';
import { SanctionCard } from './sanction-card.tsx';

const PATH = '/api/v1/conduct/sanctions';

/** What was decided about the publisher for broken rules, newest first (S-090, S-111). */
export function ConductPage() {
  const { t } = useTranslation('publisher');
  const programs = usePrograms();
  const pages = useInfiniteQuery({
    queryKey: [PATH, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      apiGet<SanctionPage>(PATH, pageParam === '' ? {} : { before: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const sanctions = pages.data?.pages.flatMap((page) => page.sanctions) ?? [];
  return (
    <Page
      title={t('conduct.title')}
      help="conduct"
      lead={t('conduct.lead')}
      actions={<ReportViolation about={{ programs }} />}
    >
      <ReadOnlyNote />
      {pages.error instanceof ApiProblem ? (
        <ProblemAlert problem={pages.error.problem} retry={() => pages.refetch()} />
      ) : null}
      {pages.isPending ? <Waiting rows={6} /> : null}
      {pages.data !== undefined && sanctions.length === 0 ? (
        <Empty title={t('conduct.none')}>{t('conduct.noneHint')}</Empty>
      ) : null}
      <Stack gap="md">
        {sanctions.map((sanction) => (
          <SanctionCard key={sanction.id} sanction={sanction} />
        ))}
      </Stack>
      {pages.hasNextPage ? (
        <Center>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t('conduct.more')}
          </Button>
        </Center>
      ) : null}
    </Page>
  );
}
