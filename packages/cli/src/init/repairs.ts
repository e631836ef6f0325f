import { isGuard, scriptOf } from '../scan/guard-launch.js';
import { isGone } from '../scan/is-gone.js';
import { readLaunch } from '../scan/launch.js';
import type { Assigned, Assignment, Entry, KnownServers } from './assign.js';
import { FORWARD } from './edit-entries.js';
import type { GuardLaunch } from './guard-launch.js';
import type { OurText } from './our-server.js';

/**
 * Entries of ours that start a Node or a guard which is not there any more, as after an update of a version manager:
 * they are written anew.
 */
export function withRepairs(
  { servers, staying }: Assignment,
  known: KnownServers,
  launchOf: (server: string) => GuardLaunch,
): Assignment {
  const repairs = new Map(
    staying.flatMap((entry) => {
      const repair = entry.kind === 'guarded' ? toRepair(entry, known, launchOf) : undefined;
      return repair ? [[entry, repair] as const] : [];
    }),
  );
  return { servers: [...servers, ...repairs.values()], staying: staying.filter((entry) => !repairs.has(entry)) };
}

function toRepair(
  { file, server }: Entry,
  known: KnownServers,
  launchOf: (server: string) => GuardLaunch,
): Assigned | undefined {
  const launch = readLaunch(server.run);
  if (server.run.kind !== 'stdio' || !launch || !isGuard(launch)) return undefined;
  const script = scriptOf(launch);
  if (script === undefined || ![launch.command, script].some((path) => isGone(path, file))) return undefined;
  const [, , , name = ''] = launch.args;
  const isOurs = known.has(name) && isSameBehindScript(launch.args, launchOf(name).args);
  if (!isOurs) return undefined;
  const kept = (server.run.env[FORWARD] ?? '').split(',').filter(Boolean);
  const env = new Map(kept.map((variable): [string, OurText] => [variable, { kind: 'client', name: variable }]));
  return { name, made: { command: '', args: [], env }, isKnown: true, entries: [{ file, server }] };
}

/** One that names another configuration is not ours to write. */
const isSameBehindScript = ([, ...one]: readonly string[], [, ...other]: readonly string[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
