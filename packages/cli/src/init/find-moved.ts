import type { ClientServer } from '../clients/client-format.js';
import type { KeyPath } from '../clients/syntax/syntax.js';
import { isGuard } from '../scan/guard-launch.js';
import { readLaunch } from '../scan/launch.js';
import type { MovedEntry } from './undo-log.js';

/** The server of ours that an entry starts through the guard; nothing if it starts something else. */
export function guardedName({ run }: ClientServer): string | undefined {
  const launch = readLaunch(run);
  if (!launch || !isGuard(launch)) return undefined;
  const at = launch.args.findIndex((arg) => arg === '-s' || arg === '--server');
  return at < 0 ? undefined : launch.args[at + 1];
}

/**
 * The entries that we wrote and that still start the guard: people rename and move servers. Each
 * entry is found once at most.
 */
export function findMoved(
  servers: readonly ClientServer[],
  entries: readonly MovedEntry[],
): ReadonlyMap<MovedEntry, ClientServer> {
  const found = new Map<MovedEntry, ClientServer>();
  const free = new Set(servers.filter((server) => guardedName(server) !== undefined));
  for (const isIt of [isWhereItWas, isCalledAlike, startsTheSame]) {
    for (const entry of entries) {
      if (found.has(entry)) continue;
      const server = [...free].find((each) => startsTheSame(each, entry) && isIt(each, entry));
      if (!server) continue;
      found.set(entry, server);
      free.delete(server);
    }
  }
  return found;
}

const startsTheSame = (server: ClientServer, { ours }: MovedEntry): boolean => guardedName(server) === ours;

const isCalledAlike = (server: ClientServer, { name, project }: MovedEntry): boolean =>
  server.name === name && server.project === project;

const isWhereItWas = (server: ClientServer, entry: MovedEntry): boolean =>
  isCalledAlike(server, entry) && isSamePath(server.path, entry.path);

export const isSamePath = (one: KeyPath, other: KeyPath): boolean =>
  one.length === other.length && one.every((step, index) => step === other[index]);
