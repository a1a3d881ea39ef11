import { Box, Select, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApplicationAnswer } from '../../../../contract/wire/applications.ts';
import type { SubIdFields } from '../../../../contract/wire/links.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { selectAll } from '../../kit/table/select-all.ts';
import { useOwnApplications } from '../programs/own-applications.ts';
import { Warnings } from '../programs/warnings.tsx';
import { EmptyUntil } from '../steps/next-step-hint.tsx';
import { DeeplinkPanel } from './deeplink-panel.tsx';
import { OutsideHint } from './outside-hint.tsx';
import { StandardLinkPanel } from './standard-link-panel.tsx';
import { SubIds, subidNames } from './subids.tsx';
import '../offers.css';

/** Links of one ad space in one program; which ones, and the SubIDs, stand in the address. */
export function LinksPage() {
  const { t } = useTranslation(['publisher', 'frame']);
  const joined = useOwnApplications({ status: 'joined' });
  return (
    <Page
      title={t('links.title')}
      help="deeplinks"
      lead={t('links.lead')}
      actions={
        <ButtonLink to="/publisher/checker" variant="default">
          {t('links.check')}
        </ButtonLink>
      }
    >
      <Loaded
        query={joined}
        isEmpty={(applications) => working(applications).length === 0}
        empty={<EmptyUntil title={t('links.none')} />}
      >
        {(applications) => <LinkDesk pairs={working(applications)} />}
      </Loaded>
    </Page>
  );
}

/** Links are given to active ad spaces in active programs only. */
function working(applications: readonly ApplicationAnswer[]): readonly ApplicationAnswer[] {
  return applications.filter(({ ad_space, program }) => ad_space.status === 'active' && program.status === 'active');
}

const defaults = { ad_space: '', program: '', subid: '', subid1: '', subid2: '', subid3: '', subid4: '' } as const;

function LinkDesk({ pairs }: { readonly pairs: readonly ApplicationAnswer[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const address = useAddress<keyof typeof defaults>(defaults);
  const { values } = address;
  const chosen = chosenPair(pairs, values);
  const spaces = new Map(pairs.map(({ ad_space }) => [ad_space.id, ad_space.name]));
  const mayWrite = useMayWrite();
  const programs = pairs.filter(({ ad_space }) => ad_space.id === chosen.ad_space.id);
  const subids: Required<SubIdFields> = {
    ...{ subid: values.subid, subid1: values.subid1, subid2: values.subid2 },
    ...{ subid3: values.subid3, subid4: values.subid4 },
  };
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" maw={760}>
        <Select
          label={t('links.adSpace')}
          value={chosen.ad_space.id}
          onChange={(id) => address.change({ ad_space: id ?? '' })}
          data={byLabel([...spaces].map(([value, label]) => ({ value, label })))}
          searchable
          onClick={selectAll}
          limit={OPTIONS}
          allowDeselect={false}
        />
        <Select
          label={t('links.program')}
          value={chosen.program.code}
          onChange={(code) => address.change({ program: code ?? '' })}
          data={byLabel(programs.map(({ program }) => ({ value: program.code, label: program.name })))}
          searchable
          onClick={selectAll}
          limit={OPTIONS}
          allowDeselect={false}
        />
      </SimpleGrid>
      <Box maw={760}>
        <Warnings program={chosen.program.code} />
      </Box>
      <OutsideHint
        pair={chosen}
        works={(code) => programs.some(({ program }) => program.code === code)}
        onChoose={(program) => address.change({ program })}
      />
      <SubIds
        values={subids}
        isOpened={subidNames.some((name) => subids[name] !== '')}
        onChange={(some) => address.change(some)}
      />
      <StandardLinkPanel key={`${chosen.ad_space.id} ${chosen.program.code}`} pair={chosen} subids={subids} />
      {mayWrite ? <DeeplinkPanel pair={chosen} subids={subids} /> : <ReadOnlyNote />}
    </Stack>
  );
}

/** Drawn at once; typing finds the others. */
const OPTIONS = 100;

interface Option {
  readonly value: string;
  readonly label: string;
}

function byLabel(options: readonly Option[]): Option[] {
  return [...options].sort((one, other) => one.label.localeCompare(other.label));
}

/** What the address names, else the first that works. */
function chosenPair(
  pairs: readonly ApplicationAnswer[],
  asked: { readonly ad_space: string; readonly program: string },
): ApplicationAnswer {
  const ofSpace = pairs.filter(({ ad_space }) => ad_space.id === asked.ad_space);
  const among = ofSpace.length === 0 ? pairs : ofSpace;
  const pair = among.find(({ program }) => program.code === asked.program) ?? among[0];
  if (pair === undefined) throw new Error('the desk is shown where there is a pair');
  return pair;
}
