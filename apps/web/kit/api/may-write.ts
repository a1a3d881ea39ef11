import { rolesAllowed } from '../../../../contract/rights.ts';
import { useSignedIn } from './session.ts';

/** What is written: what the organisation works on, its payments, its people. As the scopes of the routes (contract/rights.ts). */
export type Writing = 'work' | 'payments' | 'people';

/**
 * Whether who is signed in may change this: by role, and only for an organisation that is active. The API refuses everybody else too; who
 * may not finds no button for it, and the reason in `<ReadOnlyNote>`.
 */
export function useMayWrite(what: Writing = 'work'): boolean {
  const { role, organisation } = useSignedIn();
  return organisation.status === 'active' && rolesAllowed(what, true).includes(role);
}
