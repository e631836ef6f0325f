import { isAbsolute } from 'node:path';
import { isForClients } from '@mcp-guard/policy';
import type { ServerRun } from '../clients/client-format.js';
import { startFolder } from '../clients/start-folder.js';
import { isGuard, isRunnersGuard, scriptOf } from './guard-launch.js';
import { leadsToGuard, runningGuard, toReal, type InstalledGuard } from './installed-guard.js';
import { readLaunch, type Launch } from './launch.js';
import { hasLookalike, isOfProject } from './project-guard.js';
import type { Place } from './rule.js';

/** The place of a server, as far as it decides the meaning of its words. */
export interface GuardedPlace {
  readonly file: Pick<Place['file'], 'client' | 'path' | 'scope'>;
  readonly server: Place['server'];
}

/**
 * A server is started through an `mcp-guard connect` that its user has installed: a repository may bring programs of
 * that name, and package runners prefer those.
 */
export function isGuarded(place: GuardedPlace, installed: InstalledGuard = runningGuard()): boolean {
  const { run } = place.server;
  const launch = readLaunch(run);
  if (run.kind !== 'stdio' || !launch || !isGuard(launch) || isRunnersGuard(launch)) return false;
  if (place.file.scope === 'user') return isUsersGuard(place, launch, installed);
  return !isLedAway(run, launch) && (isBare(place, run) || isInstalled(run, launch, installed));
}

/** Words of the user, as far as they lead to a guard. */
function isUsersGuard({ server: { project } }: GuardedPlace, launch: Launch, installed: InstalledGuard): boolean {
  const guard = scriptOf(launch) ?? launch.command;
  const isOurs = (real: string | undefined): boolean =>
    real !== undefined && (real === installed.node || real === installed.bin);
  const named = [launch.command, guard].filter((path) => isAbsolute(path) && !isOurs(toReal(path)));
  return !named.some((path) => isOfProject(path, project)) && (!named.includes(guard) || leadsToGuard(guard));
}

/** PATH resolves a bare name; Windows searches the folder of the project first. */
const isBare = ({ file, server }: GuardedPlace, run: StdioRun): boolean =>
  run.command === 'mcp-guard' && !hasLookalike(startFolder(file, server, '/'));

/** As `init` writes it. */
function isInstalled(run: StdioRun, launch: Launch, { node, bin }: InstalledGuard): boolean {
  const script = scriptOf(launch);
  const isPlain = run.command === launch.command && isAbsolute(run.command) && run.args[0] === script;
  if (!isPlain || script === undefined || bin === undefined || node === undefined) return false;
  return toReal(run.command) === node && toReal(script) === bin;
}

/** Another program of that name, or another configuration. */
const isLedAway = (run: StdioRun, { args }: Launch): boolean =>
  Object.keys(run.env).some((name) => !isForClients(name)) || !isPlainConnect(args.slice(args.indexOf('connect')));

/** Only the server that is meant. */
const isPlainConnect = ([command, ...options]: readonly string[]): boolean =>
  command === 'connect' &&
  ((options.length === 1 && /^(?:-s[^-]|--server=)/.test(options[0] ?? '')) ||
    (options.length === 2 && /^(?:-s|--server)$/.test(options[0] ?? '')));

type StdioRun = Extract<ServerRun, { readonly kind: 'stdio' }>;
