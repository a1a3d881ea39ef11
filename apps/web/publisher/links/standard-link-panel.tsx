import { Button, Group, Stack } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationAnswer } from '../../../../contract/wire/applications.ts';
import type { LinksAnswer, ShortLinkAnswer, SubIdFields } from '../../../../contract/wire/links.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { Section } from '../../kit/page/page.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { withSubids } from './subids.tsx';

/** Its code is needed by those alone who ask for the picture. */
const QrPicture = lazy(() => import('./qr-picture.tsx').then(({ QrPicture: picture }) => ({ default: picture })));

interface Props {
  readonly pair: ApplicationAnswer;
  readonly subids: Required<SubIdFields>;
}

/** The one link of an ad space to a program's home page (S-014), to be copied, shortened or printed. */
export function StandardLinkPanel({ pair, subids }: Props) {
  const { t } = useTranslation(['publisher', 'frame']);
  const links = useApi<LinksAnswer>(`/api/v1/ad-spaces/${pair.ad_space.id}/links`, { program: pair.program.code });
  return (
    <Section title={t('links.standard')} lead={t('links.standardLead')}>
      <Loaded query={links} rows={2}>
        {({ links: [first] }) => (first === undefined ? null : <OneLink link={withSubids(first.url, subids)} />)}
      </Loaded>
    </Section>
  );
}

function OneLink({ link }: { readonly link: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const [short, setShort] = useState<{ readonly of: string; readonly link: string } | null>(null);
  const [isQr, setQr] = useState(false);
  const mayWrite = useMayWrite();
  const shorten = useSend<{ readonly link: string }, ShortLinkAnswer>({
    ...{ method: 'POST', path: '/api/v1/short-links', done: null },
    onDone: ({ short_link }, input) => setShort({ of: input.link, link: short_link }),
  });
  return (
    <Stack gap="sm" maw={760}>
      <CopyField label={t('links.standardLabel')} value={link} />
      {short?.of === link ? <CopyField label={t('links.shortLabel')} value={short.link} /> : null}
      {shorten.problem === null ? null : <ProblemAlert problem={shorten.problem} />}
      <Group gap="sm">
        {mayWrite ? (
          <Button variant="default" size="xs" loading={shorten.running} onClick={() => shorten.run({ link })}>
            {t('links.shorten')}
          </Button>
        ) : null}
        <Button variant="default" size="xs" aria-expanded={isQr} onClick={() => setQr(!isQr)}>
          {t('links.qr')}
        </Button>
      </Group>
      {isQr ? (
        <Suspense fallback={null}>
          <QrPicture text={short?.of === link ? short.link : link} />
        </Suspense>
      ) : null}
    </Stack>
  );
}
