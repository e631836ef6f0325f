import { hash } from 'node:crypto';
import type { AuthConfig } from '../config.js';
import { findNearest } from '../text/nearest.js';
import type { ProblemList } from '../text/problems.js';

/** Checks what the schema cannot: that given roles exist, and that no key occurs twice. */
export function checkAuth(
  auth: Pick<AuthConfig, 'api_keys' | 'oauth'> & { readonly roles: object },
  problems: ProblemList,
): void {
  checkRoles(auth, problems);
  const seen = new Set<string>();
  for (const key of Object.keys(auth.api_keys)) {
    const digest = /^sha256:/i.test(key) ? key.toLowerCase() : `sha256:${hash('sha256', key)}`;
    if (seen.has(digest))
      problems.add(['auth', 'api_keys', key], 'duplicate key, in another spelling or as its hash', 'key');
    seen.add(digest);
  }
}

/** A typing error in a name would leave its users without rules. */
function checkRoles({ roles, api_keys: keys, oauth }: Parameters<typeof checkAuth>[0], problems: ProblemList): void {
  const known = ['default', ...Object.keys(roles)];
  const check = (role: string, path: readonly PropertyKey[]): void => {
    if (known.includes(role)) return;
    const nearest = findNearest(role, known);
    const help = nearest === undefined ? `known: ${known.join(', ')}` : `did you mean ${nearest}?`;
    problems.add(path, `there is no role ${role}; ${help}`);
  };
  for (const [key, entry] of Object.entries(keys)) {
    for (const [index, role] of entry.roles.entries()) check(role, ['auth', 'api_keys', key, 'roles', index]);
  }
  for (const [value, given] of Object.entries(oauth?.claims_to_roles.mapping ?? {})) {
    for (const role of [given].flat()) check(role, ['auth', 'oauth', 'claims_to_roles', 'mapping', value]);
  }
}
