import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RulesAcceptance as Acceptance, AcceptRulesBody } from '../../../../contract/wire/rules.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';

/** Whether one's ad spaces have accepted the rules in force, or those announced; a new version asks again as soon as it is told (S-111). */
export function RulesAcceptance({ program }: { readonly program: string }) {
  const path = `/api/v1/programs/${encodeURIComponent(program)}/rules/acceptance`;
  const found = useApi<Acceptance>(path);
  return (
    <Loaded query={found} rows={1}>
      {({ version: inForce, announced, ad_spaces: spaces }) => {
        const version = announced?.version ?? inForce;
        if (version === null || spaces.length === 0) return null;
        return <Standing path={path} version={version} isAnnounced={announced !== null} spaces={spaces} />;
      }}
    </Loaded>
  );
}

/** Of many ad spaces so many by name. */
const NAMED = 5;

interface StandingProps {
  readonly path: string;
  readonly version: number;
  readonly isAnnounced: boolean;
  readonly spaces: Acceptance['ad_spaces'];
}

function Standing({ path, version, isAnnounced, spaces }: StandingProps) {
  const { t, i18n } = useTranslation('publisher');
  const mayWrite = useMayWrite();
  const accept = useSend<AcceptRulesBody, Acceptance>({
    ...{
      method: 'POST',
      path,
      renews: [path, '/api/v1/applications', '/api/v1/rules-waiting'],
      done: t('programs.rulesAccepted'),
    },
  });
  const missing = [...new Set(spaces.filter(({ accepted }) => (accepted ?? 0) < version).map(({ name }) => name))];
  if (missing.length === 0) return <Text size="sm">{t('programs.rulesAcceptedAll', { version })}</Text>;
  const more = missing.length - NAMED;
  const named = more > 1 ? [...missing.slice(0, NAMED), t('programs.rulesAskMore', { count: more })] : missing;
  const names = new Intl.ListFormat(i18n.resolvedLanguage).format(named);
  return (
    <Alert color="orange" variant="light" title={t('programs.rulesAsk', { version })}>
      <Text size="sm" mb="sm" className="breaking">
        {t(isAnnounced ? 'programs.rulesAskAhead' : 'programs.rulesAskFor', { names })}
      </Text>
      {accept.problem === null ? null : <ProblemAlert problem={accept.problem} />}
      {mayWrite ? (
        <Button size="xs" loading={accept.running} onClick={() => accept.run({ version })}>
          {t('programs.rulesAccept', { version })}
        </Button>
      ) : null}
    </Alert>
  );
}
