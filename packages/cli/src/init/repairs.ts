import { isGuard, scriptOf } from '../scan/guard-launch.js';
import { isGuarded } from '../scan/guarded.js';
import { installedGuard } from '../scan/installed-guard.js';
import { isGone } from '../scan/is-gone.js';
import { readLaunch } from '../scan/launch.js';
import type { Assigned, Assignment, ClientEntry, KnownServers } from './assign.js';
import { FORWARD } from './edit-entries.js';
import type { LaunchOf } from './guard-launch.js';
import type { OurText, Staying } from './our-text.js';

/**
 * Entries of ours that start a Node or a guard that is gone, as after an update of a version manager:
 * they are written again.
 */
export function withRepairs({ servers, staying }: Assignment, known: KnownServers, launchOf: LaunchOf): Assignment {
  const repairs = new Map(
    staying.flatMap((entry) => {
      const repair = entry.kind === 'guarded' ? toRepair(entry, known, launchOf) : undefined;
      return repair ? [[entry, repair] as const] : [];
    }),
  );
  const others = staying.filter((entry) => !repairs.has(entry));
  return {
    servers: [...servers, ...repairs.values()],
    staying: others.map((entry) => {
      if (leadsNowhere(entry, known, launchOf)) return Object.assign({}, entry, NOWHERE);
      return entry.kind === 'guarded' && mayBeAnothers(entry, launchOf) ? Object.assign({}, entry, ANOTHERS) : entry;
    }),
  };
}

const NOWHERE: Staying = {
  kind: 'unclear',
  why: 'it starts the guard for a server that our configuration does not have; mcp-guard init --undo may put it back',
};

const ANOTHERS: Staying = {
  kind: 'unclear',
  why: 'what it starts calls itself mcp-guard, and may be the project’s own; let it start mcp-guard connect by its name',
};

/** A project may bring a program with our name. */
function mayBeAnothers({ file, server }: ClientEntry, launchOf: LaunchOf): boolean {
  const { command, args } = launchOf(server.name);
  const place = { file: { path: file.path, scope: file.scope, client: file.client.id }, server };
  return !isGuarded(place, installedGuard(command, args[0]));
}

/** As after our configuration was removed by hand. */
function leadsNowhere({ server: { run } }: ClientEntry, known: KnownServers, launchOf: LaunchOf): boolean {
  const launch = readLaunch(run);
  if (run.kind !== 'stdio' || !launch || !isGuard(launch) || scriptOf(launch) === undefined) return false;
  const [, , , name = ''] = launch.args;
  const ours = launchOf(name);
  const isOurs = isSameBehindScript(launch.args, ours.args) && LEADS.every((key) => run.env[key] === ours.env[key]);
  return isOurs && !known.has(name);
}

/** Variables that name another configuration than a guard would use. */
const LEADS = ['MCP_GUARD_HOME', 'MCP_GUARD_CONFIG'];

function toRepair({ file, server }: ClientEntry, known: KnownServers, launchOf: LaunchOf): Assigned | undefined {
  const launch = readLaunch(server.run);
  if (server.run.kind !== 'stdio' || !launch || !isGuard(launch)) return undefined;
  const script = scriptOf(launch);
  if (script === undefined || ![launch.command, script].some((path) => isGone(path, file))) return undefined;
  const [, , , name = ''] = launch.args;
  const isOurs = known.has(name) && isSameBehindScript(launch.args, launchOf(name).args);
  if (!isOurs) return undefined;
  const kept = (server.run.env[FORWARD] ?? '').split(',').filter(Boolean);
  const env = new Map(kept.map((variable): [string, OurText] => [variable, { kind: 'client', name: variable }]));
  return { name, made: { kind: 'stdio', command: '', args: [], env }, isKnown: true, entries: [{ file, server }] };
}

/** An entry that names another configuration is not ours to write. */
const isSameBehindScript = ([, ...one]: readonly string[], [, ...other]: readonly string[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
