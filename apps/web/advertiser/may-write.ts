import { useSignedIn } from '../kit/session.ts';

/** Whether who is signed in may change programs and terms; the API refuses everybody else too. */
export function useMayWrite(): boolean {
  const { role } = useSignedIn();
  return role === 'owner' || role === 'manager';
}
