import { isDeepStrictEqual } from 'node:util';
import type { Config } from '@mcp-guard/policy';

/** The effect of a reload on open sessions. */
export interface ConfigChange {
  /** Servers that start differently now, or not at all. */
  readonly ended: ReadonlySet<string>;
  /** Sections that apply from the next start on. */
  readonly needsRestart: readonly string[];
  /** The changes that allow more than before. */
  readonly loosened: readonly string[];
}

type Servers = Config['servers'];

/** Names of servers that start differently afterwards, or not at all. */
export const findEnded = (before: Servers, after: Servers): ReadonlySet<string> =>
  new Set(Object.keys(before).filter((name) => !isDeepStrictEqual(toStart(before, name), toStart(after, name))));

/** A server is started with these: its limits and its policy apply to running ones. */
const toStart = (servers: Servers, name: string): object | undefined => {
  const server = Object.hasOwn(servers, name) ? servers[name] : undefined;
  return server && { ...server, layers: null, max_sessions: null };
};
