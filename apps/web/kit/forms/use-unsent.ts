import { useState } from 'react';
import { useSignedIn } from '../api/session.ts';

/** A longer text that somebody is writing. */
export interface Unsent {
  readonly text: string;
  readonly write: (text: string) => void;
  /** It was sent, or is not wanted any more. */
  readonly forget: () => void;
}

const PREFIX = 'unsent ';

/**
 * Keeps what somebody writes until it is sent: a closed dialog, another page, a reload or a session that ended lose none of it. `about` says of
 * what it is, such as `decline <id>`. It stays in this window of this person, and goes with signing out.
 */
export function useUnsent(about: string, start = ''): Unsent {
  const key = `${PREFIX}${useSignedIn().person.id} ${about}`;
  const [kept, setKept] = useState(() => ({ key, text: read(key) ?? start }));
  const text = kept.key === key ? kept.text : (read(key) ?? start);
  return {
    text,
    write: (next) => {
      setKept({ key, text: next });
      if (next === start) remove(key);
      else store(key, next);
    },
    forget: () => {
      setKept({ key, text: start });
      remove(key);
    },
  };
}

/** Whoever comes next at this browser finds nothing. */
export function forgetUnsent(): void {
  const keys = tried(() => Object.keys(window.sessionStorage)) ?? [];
  for (const key of keys) if (key.startsWith(PREFIX)) remove(key);
}

const read = (key: string): string | null => tried(() => window.sessionStorage.getItem(key)) ?? null;
const remove = (key: string): void => void tried(() => window.sessionStorage.removeItem(key));
const store = (key: string, text: string): void => void tried(() => window.sessionStorage.setItem(key, text));

/** A browser may have no such store, or a full one; then the text lives as long as its field. */
function tried<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
