import { GuardError, safe } from '@mcp-guard/core';
import { findNearest, type Config } from '@mcp-guard/policy';
import { listNames } from '../output/count.js';

const MAX_NAMED = 10;

/** Throws UNKNOWN_SERVER with the nearest name if the configuration has no such server. */
export function insistOnServer(config: Pick<Config, 'servers'>, name: string): void {
  if (!Object.hasOwn(config.servers, name)) unknownServer(config, name);
}

/** The one error for a name that no server has. */
export function unknownServer({ servers }: Pick<Config, 'servers'>, name: string): never {
  const names = Object.keys(servers);
  const nearest = findNearest(name, names);
  const help = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  const known = names.length === 0 ? { command: 'mcp-guard init' } : `known: ${listNames(names, MAX_NAMED)}`;
  throw new GuardError('UNKNOWN_SERVER', `there is no server ${safe(name)}${help}`, { hint: known });
}
