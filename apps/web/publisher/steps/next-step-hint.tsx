import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { Empty } from '../../kit/page/states.tsx';
import { useOwnAdSpaces } from '../ad-spaces/own-ad-spaces.ts';
import { useOwnApplications } from '../programs/own-applications.ts';
import { type NextStep, nextStep } from './next-step.ts';

/** What comes next for this publisher; `null` until it is known. */
export function useNextStep(hasClicks = false): NextStep | null {
  const adSpaces = useOwnAdSpaces();
  const applications = useOwnApplications();
  if (adSpaces.data === undefined || applications.data === undefined) return null;
  return nextStep({ adSpaces: adSpaces.data, applications: applications.data, hasClicks });
}

/** Where it is done, and whether only those who may write go there. */
const PLACES: Readonly<Record<NextStep['step'], { readonly to: string; readonly isWriting: boolean }>> = {
  adSpace: { to: '/publisher/ad-spaces/new', isWriting: true },
  prove: { to: '/publisher/ad-spaces/$id', isWriting: true },
  review: { to: '/publisher/ad-spaces/$id', isWriting: false },
  mend: { to: '/publisher/ad-spaces/$id', isWriting: false },
  apply: { to: '/publisher/programs', isWriting: true },
  decision: { to: '/publisher/programs?tab=mine', isWriting: false },
  link: { to: '/publisher/links', isWriting: false },
  order: { to: '/publisher/statistics', isWriting: false },
};

/** The next step in a sentence, and the way there. */
export function StepToDo({
  next,
  align = 'flex-start',
}: {
  readonly next: NextStep;
  readonly align?: 'flex-start' | 'center';
}) {
  const { t } = useTranslation('publisher');
  const mayWrite = useMayWrite();
  const { to, isWriting } = PLACES[next.step];
  const [path = '', search] = to.split('?');
  return (
    <Stack gap="sm" align={align}>
      <Text size="sm" ta={align === 'center' ? 'center' : 'start'}>
        {t(`steps.what.${next.step}`, {
          name: 'adSpace' in next ? next.adSpace.name : '',
          program: 'program' in next ? next.program : '',
        })}
      </Text>
      {isWriting && !mayWrite ? null : (
        <ButtonLink
          to={path}
          {...('adSpace' in next ? { params: { id: next.adSpace.id } } : {})}
          {...(search === undefined ? {} : { search: Object.fromEntries(new URLSearchParams(search)) })}
        >
          {t(`steps.go.${next.step}`)}
        </ButtonLink>
      )}
    </Stack>
  );
}

/** An empty list that leads by the next step; `otherwise` where everything is done already. */
export function EmptyUntil(props: { readonly title: string; readonly otherwise?: ReactNode }) {
  const next = useNextStep();
  return (
    <Empty title={props.title}>
      {next === null ? null : (next.step === 'link' || next.step === 'order') && props.otherwise !== undefined ? (
        props.otherwise
      ) : (
        <StepToDo next={next} align="center" />
      )}
    </Empty>
  );
}
