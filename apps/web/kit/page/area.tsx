import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  type ErrorComponentProps,
  Outlet,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../../../contract/wire/session.ts';
import type { Address } from '../address/use-address.ts';
import { ApiProblem } from '../api/api.ts';
import { sessionQuery, useSignedIn } from '../api/session.ts';
import { isPartMissing, MissingPart } from './screen.tsx';
import { Forbidden, ProblemAlert } from './states.tsx';

export interface RouterContext {
  readonly queryClient: QueryClient;
}

/** The trunk all screens grow from; `app/` gives it its frame. What stands in an address after the question mark are texts. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  validateSearch: (search: Record<string, unknown>): Address => {
    const texts: Record<string, string> = {};
    for (const [name, value] of Object.entries(search)) if (typeof value === 'string') texts[name] = value;
    return texts;
  },
});

export type Kind = SignedIn['organisation']['kind'];

interface BeforeArea {
  readonly context: RouterContext;
  readonly location: { readonly publicHref: string };
}

/** For `beforeLoad` of what is for people who are signed in: whoever is not does that first and comes back. */
export function onlySignedIn() {
  return async ({ context, location }: BeforeArea): Promise<{ signedIn: SignedIn }> => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session.person === null) throw redirect({ to: '/sign-in', search: { next: location.publicHref } });
    return { signedIn: session };
  };
}

/** A cabinet: its screens for people of this kind of organisation, and a plain word for everybody else. */
export function cabinetOf(kind: Kind) {
  return function Cabinet() {
    const { t } = useTranslation('frame');
    const { person, organisation } = useSignedIn();
    if (organisation.kind === kind) return <Outlet />;
    return <Forbidden why={t('states.forbiddenWhy', { who: person.email, organisation: organisation.name })} />;
  };
}

/** What is shown when a screen cannot be. */
export function AreaProblem({ error }: ErrorComponentProps) {
  const router = useRouter();
  if (isPartMissing(error)) return <MissingPart />;
  const problem = error instanceof ApiProblem ? error.problem : DEFECT;
  // What could not be loaded before the screen is loaded anew; only shown anew it would be as it was.
  return <ProblemAlert problem={problem} retry={() => void router.invalidate()} />;
}

const DEFECT = {
  status: 0,
  code: 'defect',
  title: '',
  detail: '',
  told: '',
  value: '',
  field: null,
  remedy: '',
  requestId: null,
  extra: {},
} as const;
