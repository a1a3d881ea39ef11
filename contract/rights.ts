/** What a person of an organisation may do by role: everything; all but people and payments; payments; looking only. */
export type Role = 'owner' | 'manager' | 'finance' | 'viewer';

/**
 * The roles whose people may do what a scope covers. Reading is for everybody in the organisation. The API refuses by this rule, and the
 * screens offer by it: nobody finds a button that cannot work.
 */
export function rolesAllowed(scope: string, writes: boolean): readonly Role[] {
  if (!writes) return ['owner', 'manager', 'finance', 'viewer'];
  if (scope === 'people') return ['owner'];
  return scope === 'payments' ? ['owner', 'finance'] : ['owner', 'manager'];
}
