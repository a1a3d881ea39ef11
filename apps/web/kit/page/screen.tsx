import { type AsyncRouteComponent, lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentType, useEffect, useState } from 'react';
import { isReached, OFFLINE } from '../api/api.ts';
import { ProblemAlert, Waiting } from './states.tsx';

/** A part of the application did not come: the connection is gone, or the network was renewed and has other files now. */
class PartMissing extends Error {}

/** How browsers say that a script or its styles did not come. */
const NOT_LOADED =
  /dynamically imported module|importing a module script failed|unable to preload css|error loading dynamically/i;

export const isPartMissing = (error: unknown): boolean =>
  error instanceof PartMissing || (error instanceof Error && NOT_LOADED.test(error.message));

/** The component of a route, loaded when it is opened or its link is pointed at. */
export function screen<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): AsyncRouteComponent<object> {
  // The router's own remedy reloads at once: without a connection the browser would show its error page instead of ours.
  const loadOrTell = () =>
    load().catch((error: unknown) => {
      throw isPartMissing(error) ? new PartMissing(name, { cause: error }) : error;
    });
  return lazyRouteComponent(loadOrTell, name);
}

const KEPT_AS = 'reloaded-for-missing-part';
const AGAIN_MS_MIN = 20_000;

/** Loads the page anew where the network answers; unasked at most once in a while, as a part can be missing for good. */
async function isReloaded(isAsked: boolean): Promise<boolean> {
  const last = Number(sessionStorage.getItem(KEPT_AS) ?? 0);
  if ((!isAsked && Date.now() - last < AGAIN_MS_MIN) || !(await isReached())) return false;
  sessionStorage.setItem(KEPT_AS, String(Date.now()));
  window.location.reload();
  return true;
}

/** Instead of a screen whose part is missing: the page is loaded anew, or it is told that the network does not answer. */
export function MissingPart() {
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    isReloaded(false).then((is) => setIsAway(!is));
  }, []);
  return isAway ? <ProblemAlert problem={OFFLINE} retry={() => isReloaded(true)} /> : <Waiting />;
}
