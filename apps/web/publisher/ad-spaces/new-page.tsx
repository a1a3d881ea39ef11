import { SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AdSpaceDetail, AdSpaceKindsAnswer, NewAdSpaceBody } from '../../../../contract/wire/ad-spaces.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { takeWayBack } from '../../kit/address/way-back.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { AdSpaceForm, emptyForm, type KindNeeds } from './ad-space-form.tsx';
import { kindName } from './names.ts';
import '../offers.css';

/** Registering an ad space: its kind first, which stands in the address, then what the kind needs; the proof follows on its own page. */
export function NewAdSpacePage() {
  const { t } = useTranslation(['publisher', 'frame']);
  const address = useAddress({ kind: '' });
  const kinds = useApi<AdSpaceKindsAnswer>('/api/v1/ad-space-kinds');
  const mayWrite = useMayWrite();
  return (
    <Page
      title={t('adSpaces.choose.title')}
      help="traffic-types"
      lead={address.values.kind === '' ? t('adSpaces.choose.lead') : undefined}
    >
      <ReadOnlyNote />
      <Loaded query={kinds}>
        {(found) => {
          if (!mayWrite) return null;
          const chosen = found.kinds.find(({ kind }) => kind === address.values.kind);
          return chosen === undefined ? (
            <KindChoice kinds={found.kinds} onChoose={(kind) => address.change({ kind }, { push: true })} />
          ) : (
            <Details needs={chosen} onBack={() => address.change({ kind: '' })} />
          );
        }}
      </Loaded>
    </Page>
  );
}

const GROUPS = [
  ['sites', ({ address, kind }: KindNeeds) => address === 'site' && kind !== 'pop_with_prelander'],
  ['channels', ({ address, asks }: KindNeeds) => address === 'page' && !asks.includes('behaviours')],
  ['advertising', ({ address, kind }: KindNeeds) => address === 'optional' || kind === 'pop_with_prelander'],
  ['software', ({ asks }: KindNeeds) => asks.includes('behaviours')],
] as const;

function KindChoice(props: { readonly kinds: readonly KindNeeds[]; readonly onChoose: (kind: string) => void }) {
  const { t } = useTranslation(['publisher', 'frame']);
  // Direct pop traffic is rejected in any case; offering it would be a trap.
  const offered = props.kinds.filter(({ kind }) => kind !== 'direct_pop');
  return (
    <Stack gap="xl">
      {GROUPS.map(([group, belongs]) => (
        <Section key={group} title={t(`kindGroups.${group}`)}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="sm">
            {offered.filter(belongs).map((needs) => (
              <KindCard key={needs.kind} needs={needs} onChoose={() => props.onChoose(needs.kind)} />
            ))}
          </SimpleGrid>
        </Section>
      ))}
    </Stack>
  );
}

function KindCard({ needs, onChoose }: { readonly needs: KindNeeds; readonly onChoose: () => void }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const hint = needs.by_agreement ? 'agreement' : needs.proof === 'web' ? 'site' : 'review';
  return (
    <UnstyledButton onClick={onChoose} className="choice-card">
      <Text fw={600}>{kindName(t, needs.kind)}</Text>
      <Text size="sm" c="dimmed">
        {t(`kindHints.${hint}`)}
      </Text>
    </UnstyledButton>
  );
}

/** Until the browser has left for another page. */
const LEAVING = new Promise<never>(() => undefined);

function Details({ needs, onBack }: { readonly needs: KindNeeds; readonly onBack: () => void }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const navigate = useNavigate();
  const send = useSend<NewAdSpaceBody, AdSpaceDetail>({
    method: 'POST',
    path: '/api/v1/ad-spaces',
    renews: ['/api/v1/ad-spaces'],
    done: t('adSpaces.form.saved'),
    onDone: ({ id }) => {
      const back = takeWayBack();
      if (back === null) return navigate({ to: '/publisher/ad-spaces/$id', params: { id } });
      window.location.assign(back);
      return LEAVING;
    },
  });
  return (
    <Stack gap="md" maw={640}>
      <Text>
        <strong>{kindName(t, needs.kind)}</strong>{' '}
        <TextLink
          to="."
          onClick={(event) => {
            event.preventDefault();
            onBack();
          }}
        >
          {t('adSpaces.choose.change')}
        </TextLink>
      </Text>
      <Text c="dimmed">{t(needs.proof === 'web' ? 'adSpaces.form.lead' : 'adSpaces.form.leadReview')}</Text>
      <AdSpaceForm
        needs={needs}
        start={emptyForm}
        action={t('adSpaces.form.save')}
        send={{ ...send, run: (said) => send.run({ ...said, kind: needs.kind }) }}
      />
    </Stack>
  );
}
