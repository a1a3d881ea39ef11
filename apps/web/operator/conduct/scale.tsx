import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConductRulesAnswer } from '../../../../contract/wire/conduct.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Empty, FormProblem, Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { ProgramSelect } from '../look/program-select.tsx';
import { useRuleName } from './rule-name.ts';

const PATH = '/api/v1/conduct/rules';
const levels = ['warning', 'block', 'block_and_void', 'expelled'] as const;
type Rule = ConductRulesAnswer['rules'][number];
interface Step {
  readonly rule: string;
  readonly first: string;
  readonly again: string;
}

/** What a program does about each rule. */
export function Scale() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ program: '' });
  const rules = useApi<ConductRulesAnswer>(PATH, { program: values.program }, { enabled: values.program !== '' });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('conduct.scale.lead')}
      </Text>
      <Group>
        <ProgramSelect value={values.program} onChange={(program) => change({ program })} />
      </Group>
      {values.program === '' ? (
        <Empty>{t('conduct.scale.choose')}</Empty>
      ) : (
        <Loaded query={rules} rows={12}>
          {(found) => <Rules found={found} />}
        </Loaded>
      )}
    </Stack>
  );
}

function Rules({ found }: { readonly found: ConductRulesAnswer }) {
  const { t } = useTranslation('operator');
  const save = useSend<Step>({
    method: 'PUT',
    path: ({ rule }) => `${PATH}/${found.program}/${rule}`,
    body: ({ first, again }) => ({ first, again }),
    renews: [PATH],
    done: t('conduct.scale.saved'),
  });
  return (
    <Stack gap="md">
      <Text size="sm">
        {found.version === null
          ? t('conduct.scale.notPublished')
          : t('conduct.scale.published', { version: found.version })}
      </Text>
      <AppealDays key={found.program} found={found} />
      <DataTable
        caption={t('conduct.tabs.rules')}
        columns={useColumns(save.run)}
        rows={found.rules}
        rowKey={(row) => row.rule}
      />
      {save.problem === null ? null : <ProblemAlert problem={save.problem} />}
    </Stack>
  );
}

/** How long publishers may object. */
function AppealDays({ found }: { readonly found: ConductRulesAnswer }) {
  const { t } = useTranslation('operator');
  const mayWrite = useMayWrite();
  const [days, setDays] = useState<number | string>(found.appeal_days);
  const save = useSend({
    method: 'PUT',
    path: `/api/v1/conduct/appeal-periods/${found.program}`,
    body: () => ({ days }),
    renews: [PATH],
    done: t('conduct.scale.appealDaysSaved'),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (mayWrite) save.run();
      }}
    >
      <Group align="flex-end" gap="sm">
        <NumberInput
          label={t('conduct.scale.appealDays')}
          description={t('conduct.scale.appealDaysHint')}
          value={days}
          onChange={setDays}
          min={1}
          max={365}
          allowDecimal={false}
          readOnly={!mayWrite}
          error={save.fieldError('days')}
          hideControls
          maw="24rem"
        />
        {mayWrite ? (
          <Button
            type="submit"
            variant="default"
            loading={save.running}
            disabled={days === '' || days === found.appeal_days}
          >
            {t('conduct.scale.appealDaysSave')}
          </Button>
        ) : null}
      </Group>
      <FormProblem problem={save.problem} fields={['days']} />
    </form>
  );
}

function useColumns(onChange: (step: Step) => void): readonly Column<Rule>[] {
  const mayWrite = useMayWrite();
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  const nameOf = ({ rule, number }: Rule) => ruleName({ rule, rule_number: number });
  const level = (row: Rule, which: 'first' | 'again') =>
    !mayWrite ? (
      t(`conduct.levels.${row[which]}`)
    ) : (
      <Select
        aria-label={`${t(`conduct.scale.${which}`)}: ${nameOf(row)}`}
        data={levels.map((value) => ({ value, label: t(`conduct.levels.${value}`) }))}
        value={row[which]}
        onChange={(chosen) =>
          chosen === null
            ? undefined
            : onChange({ rule: row.rule, first: row.first, again: row.again, [which]: chosen })
        }
        allowDeselect={false}
        size="xs"
        miw="clamp(13rem, 25vw, 20rem)"
      />
    );
  return [
    { key: 'rule', title: t('conduct.rule'), cell: nameOf, isHeader: true },
    {
      key: 'text',
      title: t('conduct.scale.text'),
      cell: (row) => (
        <Text size="sm" maw="48ch">
          {row.text ?? t('conduct.scale.noText')}
        </Text>
      ),
    },
    { key: 'first', title: t('conduct.scale.first'), cell: (row) => level(row, 'first') },
    { key: 'again', title: t('conduct.scale.again'), cell: (row) => level(row, 'again') },
    {
      key: 'network',
      title: t('conduct.scale.network'),
      cell: ({ first, again, network }) =>
        first === network.first && again === network.again ? '=' : t('conduct.scale.own'),
    },
  ];
}
