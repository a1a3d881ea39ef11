import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, type ErrorComponentProps, redirect } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../../contract/wire/session.ts';
import { ApiProblem } from './api.ts';
import { sessionQuery } from './session.ts';
import { Forbidden, ProblemAlert } from './states.tsx';
import type { Address } from './use-address.ts';

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

class WrongKind extends Error {
  readonly session: SignedIn;

  constructor(session: SignedIn) {
    super('this area belongs to another kind of organisation');
    this.session = session;
  }
}

interface BeforeArea {
  readonly context: RouterContext;
  readonly location: { readonly href: string };
}

/** For `beforeLoad`: only people of these kinds of organisations come in; who is not signed in does that first and comes back. */
export function onlyFor(...kinds: readonly Kind[]) {
  return async ({ context, location }: BeforeArea): Promise<{ signedIn: SignedIn }> => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session.person === null) throw redirect({ to: '/sign-in', search: { next: location.href } });
    if (kinds.length > 0 && !kinds.includes(session.organisation.kind)) throw new WrongKind(session);
    return { signedIn: session };
  };
}

/** What is shown when a screen cannot be. */
export function AreaProblem({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('frame');
  if (error instanceof WrongKind) {
    const { person, organisation } = error.session;
    return <Forbidden why={t('states.forbiddenWhy', { who: person.email, organisation: organisation.name })} />;
  }
  if (error instanceof ApiProblem) return <ProblemAlert problem={error.problem} retry={reset} />;
  throw error;
}
