import { homedir } from 'node:os';
import type { z } from 'zod';
import {
  IN_BASE,
  type Config,
  type FileServer,
  type FileStdio,
  type RoleConfig,
  type ServerConfig,
} from '../config.js';
import { findDifference } from '../launches/launch-difference.js';
import { readPackageRun } from '../launches/read-package-run.js';
import { isAbout, isAlsoAbout, mayBeAbout } from '../launches/match-server.js';
import { compareValues } from '../keys/compare.js';
import { NO_PLACES } from '../own/own-places.js';
import type { BaseFile } from '../schema/base.js';
import { audit, type ApprovalSettings, type ConfigFile } from '../schema/config.js';
import { daemon } from '../schema/daemon.js';
import type { Pii } from '../schema/pii.js';
import { joinLayers } from '../sections/join-layers.js';
import { bindSections, sectionsForAll, type Layers, type Written } from '../sections/layers.js';

/** A base that binds a file, with what its places begin with. */
export interface Floor {
  readonly prefix: string;
  /** A path or an address, for people. */
  readonly name: string;
  readonly file: BaseFile;
}

/**
 * Merges a file and its bases. Each base is a floor: its rules bind beside the file's own, so
 * nothing passes that it refuses, and its settings of the daemon, of identity and of the
 * record replace those of the file. Of two bases the stricter setting counts, and the later one's where none is stricter.
 */
export function mergeBases(file: ConfigFile, floors: readonly Floor[]): Config {
  const identity = floors.findLast((floor) => floor.file.auth);
  const auth = identity?.file.auth ?? file.auth;
  const bases = floors.map((floor) => floor.file);
  return {
    servers: Object.fromEntries(
      Object.entries(file.servers).map(([name, server]) => [name, mergeServer(name, server, file, floors)]),
    ),
    auth: {
      ...auth,
      roles: toRoles(auth.roles, identity?.prefix ?? '', sectionsForAll(identity?.file ?? file)),
    },
    daemon: { ...file.daemon, ...strictest(daemon.shape, bases, (base) => base.daemon) },
    interceptors: {
      ...file.interceptors,
      timeout: Math.min(file.interceptors.timeout, ...bases.map((base) => base.interceptors?.timeout ?? Infinity)),
    },
    pii: mergePii(file, floors),
    approvals: bases.reduce((so, base) => mergeApprovals(so, base.approvals), file.approvals),
    audit: { ...file.audit, ...strictest(audit.shape, bases, (base) => base.audit) },
    telemetry: file.telemetry,
    refusals: bases.findLast((base) => base.refusals)?.refusals ?? file.refusals,
    own: NO_PLACES,
  };
}

/** As `mergeBases`, for a file and the base that it extends. */
export const mergeBase = (file: ConfigFile, base: BaseFile | undefined): Config =>
  mergeBases(file, base ? [{ prefix: IN_BASE, name: 'the base', file: base }] : []);

/** A base that searches messages cannot be switched off; where it has switched the search off, a file may still want it. */
const mergePii = ({ pii, servers }: ConfigFile, floors: readonly Floor[]): Config['pii'] =>
  [
    { source: 'pii', rules: pii },
    ...floors.flatMap(({ prefix, file }) =>
      file.pii ? [{ source: `${prefix}pii`, rules: withExceptionsOf(file, file.pii, servers) }] : [],
    ),
  ].filter(({ rules }) => rules.enabled);

/** A base can ask for more care: less time for a decision, longer denials, a passphrase, a separate terminal. */
const mergeApprovals = (file: ApprovalSettings, base: BaseFile['approvals'] | undefined): ApprovalSettings => ({
  ...file,
  expires_after: Math.min(file.expires_after, base?.expires_after ?? Infinity),
  deny_for: Math.max(file.deny_for, base?.deny_for ?? 0),
  wait: Math.min(file.wait, base?.wait ?? Infinity),
  passphrase: file.passphrase || base?.passphrase === true,
  inside_clients: base?.inside_clients === 'refuse' ? 'refuse' : file.inside_clients,
});

/** A base knows servers by what they run: a server cannot get the exceptions of an entry by taking its name. */
const withExceptionsOf = (base: BaseFile, rules: Pii, servers: ConfigFile['servers']): Pii => ({
  ...rules,
  exceptions: rules.exceptions.flatMap((exception): Pii['exceptions'] => {
    if (!('path' in exception) || exception.server === undefined) return [exception];
    const entry = Object.hasOwn(base.servers, exception.server) ? base.servers[exception.server] : undefined;
    const named = Object.entries(servers).filter(([, server]) => entry !== undefined && isAbout(entry, server));
    const { type, path } = exception;
    return named.map(([server]) => ({ type, server, path }));
  }),
});

/** The settings of a section that bases set, without the keys that they leave out. */
function strictest(
  shape: Readonly<Record<string, z.ZodType>>,
  bases: readonly BaseFile[],
  sectionOf: (base: BaseFile) => Readonly<Record<string, unknown>>,
): object {
  const set = new Map<string, unknown>();
  for (const [key, value] of bases.flatMap((base) => Object.entries(sectionOf(base)))) {
    const schema = shape[key];
    if (value === undefined || !schema) continue;
    const isLooser = (before: unknown, after: unknown): boolean => compareValues(schema, key, before, after).length > 0;
    const before = set.get(key);
    const keeps = set.has(key) && isLooser(before, value) && !isLooser(value, before);
    if (!keeps) set.set(key, value);
  }
  return Object.fromEntries(set);
}

const toRoles = (roles: ConfigFile['auth']['roles'], prefix: string, all: Written): Record<string, RoleConfig> =>
  Object.fromEntries(
    Object.entries(roles).map(([name, role]) => [
      name,
      { users: role.users, layers: bindSections(role, `${prefix}auth.roles.${name}.`, all) },
    ]),
  );

/** The part of one base that is about a server. */
interface Binding {
  readonly layers: readonly Layers[];
  readonly maxSessions: number;
  /** The entries that it is exactly. */
  readonly exact: Entries;
  readonly isLocked: boolean;
  readonly forbidden: string | undefined;
  readonly difference: string | undefined;
}

function bindServer(server: FileServer, { prefix, file: base }: Floor): Binding {
  const entries = Object.entries(base.servers);
  const exact = entries.filter(([, entry]) => isAbout(entry, server));
  const binds = exact.length > 0 ? isAlsoAbout : mayBeAbout;
  const binding = entries.filter((each) => exact.includes(each) || binds(each[1], server));
  const all = sectionsForAll(base);
  const layers = binding.map(([entry, { policy }]) => bindSections(policy, `${prefix}servers.${entry}.policy.`, all));
  const isOther = exact.length === 0;
  return {
    layers: isOther ? [...layers, bindSections(base.default, `${prefix}default.`, all)] : layers,
    maxSessions: Math.min(...binding.map(([, entry]) => entry.max_sessions ?? Infinity)),
    exact,
    isLocked: isOther ? base.default.locked : exact.some(([, entry]) => entry.policy.locked),
    forbidden: isOther && !base.allow_other_servers ? `${prefix}allow_other_servers` : undefined,
    difference: isOther ? describeDifference(server, binding) : undefined,
  };
}

function mergeServer(name: string, server: FileServer, file: ConfigFile, floors: readonly Floor[]): ServerConfig {
  const own = bindSections(server.policy, `servers.${name}.policy.`, sectionsForAll(file));
  const bindings = floors.map((floor) => bindServer(server, floor));
  const floor = bindings.flatMap(({ layers }) => layers);
  const isLocked = bindings.some((binding) => binding.isLocked);
  const decisive =
    bindings.find(({ forbidden }) => forbidden !== undefined) ?? bindings.find(({ difference }) => difference);
  const inForce = {
    max_sessions: Math.min(server.max_sessions, ...bindings.map(({ maxSessions }) => maxSessions)),
    layers: joinLayers([everywhere(file, floors), ...(isLocked ? floor : [...floor, own])]),
    forbidden: decisive?.forbidden,
    difference: decisive?.difference,
  };
  const { policy: _, ...reached } = server;
  if (reached.transport !== 'stdio') return { ...reached, ...inForce };
  return {
    ...reached,
    cwd: bindings.reduce((cwd, { exact }) => folderOf({ ...reached, cwd }, exact), reached.cwd),
    ...inForce,
  };
}

type Entries = readonly (readonly [name: string, entry: BaseFile['servers'][string]])[];

/** Packages in the folder of a client could be taken for the named one. */
function folderOf({ cwd, command, args }: Pick<FileStdio, 'cwd' | 'command' | 'args'>, exact: Entries): string | null {
  const isFree = exact.length === 0 || exact.some(([, entry]) => entry.cwd !== undefined);
  return cwd === null && !isFree && readPackageRun([command, ...args])?.runner.readsFolder ? homedir() : cwd;
}

function describeDifference(server: FileServer, binding: Entries): string {
  const [first] = binding;
  return first ? `${findDifference(first[1], server)} (${first[0]})` : 'it is none of those that the base names';
}

/** The rules of a file and its bases that bind all servers together. */
const everywhere = (file: ConfigFile, floors: readonly Floor[]): Layers =>
  joinLayers([
    bindSections(sectionsForAll(file), '', sectionsForAll(file)),
    ...floors.map(({ prefix, file: base }) => bindSections(sectionsForAll(base), prefix, sectionsForAll(base))),
  ]);
