import type { AuthConfig } from './config.js';
import { findNearest, type ProblemList } from './problems.js';

/** Roles that keys and claims name must be there: a slip in a name would leave its people without rules. */
export function checkRoles(
  { roles, api_keys: keys, oauth }: Pick<AuthConfig, 'api_keys' | 'oauth'> & { roles: object },
  problems: ProblemList,
): void {
  const known = ['default', ...Object.keys(roles)];
  const check = (role: string, path: readonly PropertyKey[]): void => {
    if (known.includes(role)) return;
    const nearest = findNearest(role, known);
    problems.add(
      path,
      `there is no role ${role}; ${nearest === undefined ? `known: ${known.join(', ')}` : `did you mean ${nearest}?`}`,
    );
  };
  for (const [key, entry] of Object.entries(keys)) {
    for (const [index, role] of entry.roles.entries()) check(role, ['auth', 'api_keys', key, 'roles', index]);
  }
  for (const [value, role] of Object.entries(oauth?.claims_to_roles.mapping ?? {})) {
    check(role, ['auth', 'oauth', 'claims_to_roles', 'mapping', value]);
  }
}
