import type { AdSpaceAnswer } from '../../../../contract/wire/ad-spaces.ts';
import type { ApplicationAnswer } from '../../../../contract/wire/applications.ts';

/** What a publisher does next on the way to the first order, and what about. */
export type NextStep =
  | { readonly step: 'adSpace' }
  | { readonly step: 'prove' | 'review' | 'mend' | 'apply'; readonly adSpace: Pick<AdSpaceAnswer, 'id' | 'name'> }
  | { readonly step: 'decision' | 'link'; readonly program: string }
  | { readonly step: 'order' };

/** The stations of that way; some steps are of the same one. */
export const stations = ['adSpace', 'prove', 'apply', 'link', 'order'] as const;
export type Station = (typeof stations)[number];

const STATION: Readonly<Record<NextStep['step'], Station>> = {
  adSpace: 'adSpace',
  prove: 'prove',
  review: 'prove',
  mend: 'prove',
  apply: 'apply',
  decision: 'apply',
  link: 'link',
  order: 'order',
};

export const stationOf = ({ step }: NextStep): Station => STATION[step];

/** From what a publisher has, what comes next; somebody who has all of it waits for orders. */
export function nextStep(known: {
  readonly adSpaces: readonly Pick<AdSpaceAnswer, 'id' | 'name' | 'status'>[];
  readonly applications: readonly Pick<ApplicationAnswer, 'status' | 'program' | 'ad_space'>[];
  readonly hasClicks: boolean;
}): NextStep {
  const { adSpaces, applications } = known;
  const spaceIn = (status: AdSpaceAnswer['status']) => adSpaces.find((space) => space.status === status);
  const active = spaceIn('active');
  if (active === undefined) {
    const [unproven, waiting] = [spaceIn('new'), spaceIn('pending')];
    const refused = spaceIn('rejected') ?? spaceIn('blocked');
    if (unproven !== undefined) return { step: 'prove', adSpace: unproven };
    if (waiting !== undefined) return { step: 'review', adSpace: waiting };
    return refused === undefined ? { step: 'adSpace' } : { step: 'mend', adSpace: refused };
  }
  const joined = applications.find(
    ({ status, ad_space, program }) =>
      status === 'joined' && ad_space.status === 'active' && program.status === 'active',
  );
  if (joined !== undefined) return known.hasClicks ? { step: 'order' } : { step: 'link', program: joined.program.name };
  const asked = applications.find(({ status }) => status === 'pending');
  return asked === undefined ? { step: 'apply', adSpace: active } : { step: 'decision', program: asked.program.name };
}
