import { GuardError, userName } from '@mcp-guard/core';
import { rolesOfUser, type AuthConfig } from '@mcp-guard/policy';

export interface CallerOptions {
  /** As the record names users. */
  readonly user?: string;
  readonly role: readonly string[];
}

export interface ExplainedCaller {
  /** Nothing where that is not known. */
  readonly user: string | undefined;
  readonly roles: readonly string[];
}

/** Whose call it is. In os mode that is known; elsewhere a key or a login says, so roles must be named. */
export function findCaller({ user, role: named }: CallerOptions, auth: AuthConfig): ExplainedCaller {
  const known = ['default', ...Object.keys(auth.roles)];
  const unknown = named.find((name) => !known.includes(name));
  const choice = `known: ${known.join(', ')}`;
  if (unknown !== undefined) throw new GuardError('CONFIG_INVALID', `there is no role ${unknown}; ${choice}`);
  const whose = user ?? (auth.mode === 'os' ? userName() : undefined);
  // In the order in which the daemon has them: an approval is good for the same rules in the same order.
  if (named.length > 0) return { user: whose, roles: [...new Set(named)].toSorted() };
  if (auth.mode === 'os' || known.length === 1) return { user: whose, roles: rolesOfUser(auth, whose ?? userName()) };
  throw new GuardError('CONFIG_INVALID', `in the mode ${auth.mode} a role is to be named with --role; ${choice}`);
}
