import { startFolder } from '../clients/start-folder.js';
import type { Assigned, Entry } from './assign.js';
import type { GuardLaunch } from './guard-launch.js';
import { forwardedBy } from './our-server.js';
import type { Trial } from './try-servers.js';

/** Where desktop clients start what belongs to no folder. */
const NOWHERE = '/';

/** One trial for entries that are started alike, with those entries. */
export function toTrials(
  { name, made }: Assigned,
  entries: readonly Entry[],
  launchOf: (server: string) => GuardLaunch,
): ReadonlyMap<Trial, readonly Entry[]> {
  const kept = forwardedBy(made);
  const launch = { ...launchOf(name), kept };
  const alike = Map.groupBy(entries, ({ file: { path, scope, client }, server }) =>
    startFolder({ path, scope, client: client.id }, server, NOWHERE),
  );
  return new Map(
    [...alike].map(([cwd, group]) => [{ name, cwd, launch, values: valuesOf(group[0], kept) }, group] as const),
  );
}

/** What the client fills in, as it stands in its entry. */
function valuesOf(entry: Entry | undefined, kept: readonly string[]): Readonly<Record<string, string>> {
  const run = entry?.server.run;
  const env = run?.kind === 'stdio' ? run.env : {};
  return Object.fromEntries(Object.entries(env).filter(([variable]) => kept.includes(variable)));
}
