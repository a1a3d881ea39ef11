import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { LoadedPage } from '../../kit/page/states.tsx';
import { Desk } from './desk.tsx';

/** The editor of one program's terms. */
export function TermsPage() {
  const { code = '' }: { readonly code?: string } = useParams({ strict: false });
  const { t } = useTranslation('advertiser');
  const workspace = useApi<WorkspaceAnswer>(`/api/v1/programs/${code}/terms/workspace`);
  const [round, setRound] = useState(0);
  return (
    <LoadedPage title={code} query={workspace}>
      {(found) => (
        <Page
          title={t('terms.title', { name: found.program.name })}
          help="terms-language"
          lead={t('terms.lead')}
          actions={
            <ButtonLink to="/advertiser/programs/$code" params={{ code }} variant="default">
              {t('programs.settings')}
            </ButtonLink>
          }
        >
          <Desk
            key={`${found.program.code} ${round} ${found.current?.publication ?? 0}`}
            workspace={found}
            onBeginAgain={async () => {
              await workspace.refetch();
              setRound(round + 1);
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
