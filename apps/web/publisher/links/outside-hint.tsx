import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApplicationAnswer } from '../../../../contract/wire/applications.ts';
import type { ProgramDetail } from '../../../../contract/wire/programs.ts';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { useNames } from '../figures/names.ts';
import { lastDays } from '../figures/period.ts';
import { useToday } from '../figures/today.ts';
import { originsOf } from './outside.ts';

const DAYS = 30;
/** More countries than there are. */
const COUNTRIES_MAX = 300;

interface Props {
  readonly pair: ApplicationAnswer;
  /** Whether the ad space may make links of the other program already. */
  readonly works: (program: string) => boolean;
  readonly onChoose: (program: string) => void;
}

/** Says that visitors come from where the program is not meant for, and leads to the program of its pair that is (S-038). */
export function OutsideHint({ pair, works, onChoose }: Props) {
  const { t } = useTranslation('publisher');
  const names = useNames();
  const { code, name } = pair.program;
  const program = useApi<ProgramDetail>(`/api/v1/programs/${encodeURIComponent(code)}`);
  const { since, until } = lastDays(DAYS, useToday(code));
  const report = useApi<ReportAnswer>('/api/v1/reports', {
    ...{ since, until, program: code, ad_space: pair.ad_space.id, group_by: 'country', limit: COUNTRIES_MAX },
  });
  const other = program.data?.geo_routing.pair ?? null;
  const { outside, total } = originsOf(report.data?.rows ?? [], program.data?.countries ?? []);
  if (other === null || outside === 0) return null;
  const told = { count: outside, total, days: DAYS, program: name };
  return (
    <Alert variant="light" maw={760} title={t('links.outside.title', { program: name })}>
      <Text size="sm">{t('links.outside.clicks', told)}</Text>
      <Text size="sm">{t('links.outside.other', { program: names.program(other) })}</Text>
      <Group mt="sm">
        {works(other) ? (
          <Button size="xs" variant="default" onClick={() => onChoose(other)}>
            {t('links.outside.choose', { program: names.program(other) })}
          </Button>
        ) : (
          <ButtonLink size="xs" variant="default" to={`/publisher/programs/${other}`}>
            {t('links.outside.look', { program: names.program(other) })}
          </ButtonLink>
        )}
      </Group>
    </Alert>
  );
}
