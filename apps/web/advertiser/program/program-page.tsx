import { Button, Group, Stack, Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings } from '../../../../contract/wire/program-editing.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { LoadedPage } from '../../kit/page/states.tsx';
import { RulesDesk } from '../../kit/rules/desk/rules-desk.tsx';
import { GeneralSection } from './general-section.tsx';
import { LifeActions, LifeNotice, useMove } from './life-actions.tsx';
import { LinksSection } from './links-section.tsx';
import { PageSections } from './page-sections.tsx';
import { PartnersSection } from './partners-section.tsx';
import { ProgramStatus } from './program-states.tsx';
import './program.css';
import { TrafficSection } from './traffic-section.tsx';

const TABS = ['general', 'links', 'traffic', 'partners', 'page', 'rules'] as const;
const OFFERED: ReadonlySet<string> = new Set(['active', 'stopped', 'suspended']);

/** Everything of a program but its terms, section by section. */
export function ProgramPage() {
  const { code = '' }: { readonly code?: string } = useParams({ strict: false });
  const settings = useApi<ProgramSettings>(`/api/v1/programs/${code}/settings`);
  return (
    <LoadedPage title={code} query={settings}>
      {(program) => <Program key={program.code} program={program} />}
    </LoadedPage>
  );
}

function Program({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const move = useMove(program);
  const { values, change } = useAddress({ tab: 'general' });
  const actions = (
    <>
      {OFFERED.has(program.status) ? (
        <Button component="a" href={`/programs/${program.code}`} variant="default">
          {t('program.publicPage')}
        </Button>
      ) : null}
      <ButtonLink to="/advertiser/terms/$code" params={{ code: program.code }} variant="default">
        {t('program.terms')}
      </ButtonLink>
      <LifeActions program={program} move={move} />
    </>
  );
  const lead = (
    <Group component="span" gap="xs">
      <ProgramStatus status={program.status} />
      <span>{t('program.lead', { code: program.code, zone: program.time_zone })}</span>
    </Group>
  );
  return (
    <Page title={program.name} lead={lead} actions={actions}>
      <Stack gap="md">
        <LifeNotice program={program} move={move} />
        <Tabs value={values.tab} onChange={(tab) => change({ tab: tab ?? 'general' })} keepMounted={false}>
          <Tabs.List aria-label={program.name}>
            {TABS.map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {t(`program.tabs.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="general" pt="lg">
            <GeneralSection program={program} />
          </Tabs.Panel>
          <Tabs.Panel value="links" pt="lg">
            <LinksSection program={program} />
          </Tabs.Panel>
          <Tabs.Panel value="traffic" pt="lg">
            <TrafficSection program={program} />
          </Tabs.Panel>
          <Tabs.Panel value="partners" pt="lg">
            <PartnersSection program={program} />
          </Tabs.Panel>
          <Tabs.Panel value="rules" pt="lg">
            <RulesDesk program={program.code} />
          </Tabs.Panel>
          <Tabs.Panel value="page" pt="lg">
            <PageSections program={program} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Page>
  );
}
