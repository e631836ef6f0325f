import type { ClientFormat, ClientServer } from '../clients/client-format.js';
import { isGuard } from '../scan/guard-launch.js';
import type { ParsedText } from '../clients/syntax/syntax.js';
import { readLaunch } from '../scan/launch.js';
import type { MovedEntry } from './journal.js';

/** The entry that we wrote, as long as it still starts the guard for that server. */
export function findMoved(
  servers: readonly ClientServer[],
  { name, project, ours }: MovedEntry,
): ClientServer | undefined {
  return servers.find((server) => server.name === name && server.project === project && starts(server, ours));
}

/** Reads a file back as its client does: whether every entry starts what it should. */
export function findUnmoved(
  client: ClientFormat,
  file: ParsedText,
  entries: readonly MovedEntry[],
): MovedEntry | undefined {
  const servers = client.readServers(file);
  return entries.find((entry) => findMoved(servers, entry) === undefined);
}

function starts({ run }: ClientServer, ours: string): boolean {
  const launch = readLaunch(run);
  if (!launch || !isGuard(launch)) return false;
  const { args } = launch;
  return args[args.indexOf('-s') + 1] === ours || args[args.indexOf('--server') + 1] === ours;
}
