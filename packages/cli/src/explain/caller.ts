import { GuardError, userName } from '@mcp-guard/core';
import { rolesOfUser, type AuthConfig } from '@mcp-guard/policy';

export interface CallerOptions {
  /** As the record names users. */
  readonly user?: string;
  readonly role?: readonly string[];
}

/** The user whose calls are judged. */
export interface Caller {
  /** Missing if the user is not known. */
  readonly user?: string | undefined;
  readonly roles: readonly string[];
}

/** The caller of a call that this user would make, as far as that is known without a login. */
export const findUser = (auth: AuthConfig): Caller =>
  auth.mode === 'os'
    ? { user: userName(), roles: rolesOfUser(auth, userName()) }
    : { user: undefined, roles: ['default'] };

/** The caller. It is known in os mode; in other modes a key or a login decides, so roles must be named. */
export function findCaller({ user, role: named = [] }: CallerOptions, auth: AuthConfig): Caller {
  const known = ['default', ...Object.keys(auth.roles)];
  const unknown = named.find((name) => !known.includes(name));
  const choice = `known: ${known.join(', ')}`;
  if (unknown !== undefined) throw new GuardError('USAGE', `there is no role ${unknown}; ${choice}`);
  const whose = user ?? (auth.mode === 'os' ? userName() : undefined);
  // In the daemon's order: an approval is valid for the same rules in the same order.
  if (named.length > 0) return { user: whose, roles: [...new Set(named)].toSorted() };
  if (auth.mode === 'os' || known.length === 1) return { user: whose, roles: rolesOfUser(auth, whose ?? userName()) };
  throw new GuardError('USAGE', `in the mode ${auth.mode} a role is to be named with --role; ${choice}`);
}
