import { startFolder } from '../clients/start-folder.js';
import type { Assigned, ClientEntry } from './assign.js';
import { isForGuard } from './edit-entries.js';
import type { LaunchOf } from './guard-launch.js';
import { forwardedBy } from './our-server.js';
import type { Trial } from './try-servers.js';

/** Desktop clients start a server that belongs to no folder here. */
const NOWHERE = '/';

/** One trial for entries that are started alike, with those entries. */
export function toTrials(
  { name, made }: Assigned,
  entries: readonly ClientEntry[],
  launchOf: LaunchOf,
): ReadonlyMap<Trial, readonly ClientEntry[]> {
  const kept = forwardedBy(made);
  const tried = entries.map((entry) => ({
    entry,
    cwd: folderOf(entry),
    values: valuesOf(entry, kept),
    launch: { ...launchOf(name, entry.file.scope), kept },
  }));
  const alike = Map.groupBy(tried, ({ cwd, values, launch }) => JSON.stringify([cwd, values, launch]));
  return new Map(
    [...alike.values()].flatMap((group) =>
      group
        .slice(0, 1)
        .map(({ cwd, values, launch }) => [{ name, cwd, launch, values }, group.map(({ entry }) => entry)]),
    ),
  );
}

const folderOf = ({ file: { path, scope, client }, server }: ClientEntry): string =>
  startFolder({ path, scope, client: client.id }, server, NOWHERE);

/** The values that stay in the entry, unchanged. */
function valuesOf({ server: { run } }: ClientEntry, kept: readonly string[]): Readonly<Record<string, string>> {
  const env = run.kind === 'stdio' ? run.env : {};
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.includes(name) || isForGuard(name)));
}
