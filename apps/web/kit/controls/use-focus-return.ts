import { useEffect, useState } from 'react';

/**
 * For a dialog that is there only while it is open: when it goes, the focus returns to what opened it, or, where that is gone too, to the
 * title of the page. One that stays and is told `opened` does that itself.
 */
export function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        const isThere = opener instanceof HTMLElement && opener !== document.body && opener.isConnected;
        const back = isThere ? opener : document.querySelector<HTMLElement>('main h1');
        back?.focus();
      });
    },
    [opener],
  );
}

/** Inside of a dialog, for one that comes and goes with it: returns the focus when the dialog's content goes. */
export function FocusReturn(): null {
  useFocusReturn();
  return null;
}
