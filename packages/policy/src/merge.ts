import { homedir } from 'node:os';
import type { Config, FileServer, FileStdio, RoleConfig, ServerConfig } from './config.js';
import { findDifference } from './floor/launch-difference.js';
import { readPackageRun } from './floor/read-package-run.js';
import { isAbout, isAlsoAbout, mayBeAbout } from './match-server.js';
import type { BaseFile } from './schema/base.js';
import type { Approvals, ConfigFile } from './schema/config.js';
import type { Pii } from './schema/pii.js';
import { joinLayers } from './sections/join-layers.js';
import { bindSections, sectionsForAll, type Layers, type Written } from './sections/layers.js';

/** Places in a base begin with this. */
export const IN_BASE = 'base:';

/**
 * Merges a file and its base. The base is a floor: its rules bind beside the file's own, so
 * nothing passes that it refuses, and its settings of the daemon, of identity and of the
 * record replace those of the file.
 */
export function mergeBase(file: ConfigFile, base: BaseFile | undefined): Config {
  const auth = base?.auth ?? file.auth;
  return {
    servers: Object.fromEntries(
      Object.entries(file.servers).map(([name, server]) => [name, mergeServer(name, server, file, base)]),
    ),
    auth: {
      ...auth,
      roles: toRoles(auth.roles, base?.auth ? IN_BASE : '', sectionsForAll(base?.auth ? base : file)),
    },
    daemon: { ...file.daemon, ...given(base?.daemon) },
    interceptors: {
      ...file.interceptors,
      timeout: Math.min(file.interceptors.timeout, base?.interceptors?.timeout ?? Infinity),
    },
    pii: mergePii(file, base),
    approvals: mergeApprovals(file.approvals, base?.approvals),
    audit: { ...file.audit, ...given(base?.audit) },
    telemetry: file.telemetry,
    refusals: base?.refusals ?? file.refusals,
    own: { folders: [], files: [], clients: [] },
  };
}

/** A base that searches messages cannot be switched off; where it has switched the search off, a file may still want it. */
const mergePii = ({ pii, servers }: ConfigFile, base: BaseFile | undefined): Config['pii'] =>
  [
    { source: 'pii', rules: pii },
    ...(base?.pii ? [{ source: `${IN_BASE}pii`, rules: withExceptionsOf(base, base.pii, servers) }] : []),
  ].filter(({ rules }) => rules.enabled);

/** A base can ask for more care: less time for a decision, longer denials, a passphrase, a separate terminal. */
const mergeApprovals = (file: Approvals, base: BaseFile['approvals'] | undefined): Approvals => ({
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

/** Without the keys that a base leaves out. */
const given = (section: object | undefined): object =>
  Object.fromEntries(Object.entries(section ?? {}).filter(([, value]) => value !== undefined));

const toRoles = (roles: ConfigFile['auth']['roles'], prefix: string, all: Written): Record<string, RoleConfig> =>
  Object.fromEntries(
    Object.entries(roles).map(([name, role]) => [
      name,
      { users: role.users, layers: bindSections(role, `${prefix}auth.roles.${name}.`, all) },
    ]),
  );

function mergeServer(name: string, server: FileServer, file: ConfigFile, base: BaseFile | undefined): ServerConfig {
  const own = bindSections(server.policy, `servers.${name}.policy.`, sectionsForAll(file));
  const entries = Object.entries(base?.servers ?? {});
  const exact = entries.filter(([, entry]) => isAbout(entry, server));
  const binds = exact.length > 0 ? isAlsoAbout : mayBeAbout;
  const binding = entries.filter((each) => exact.includes(each) || binds(each[1], server));
  const allOfBase = sectionsForAll(base ?? {});
  const floor = binding.map(([entry, { policy }]) =>
    bindSections(policy, `${IN_BASE}servers.${entry}.policy.`, allOfBase),
  );
  const isOther = base !== undefined && exact.length === 0;
  if (isOther) floor.push(bindSections(base.default, `${IN_BASE}default.`, allOfBase));
  const isLocked = isOther ? base.default.locked : exact.some(([, entry]) => entry.policy.locked);
  const inForce = {
    max_sessions: Math.min(server.max_sessions, ...binding.map(([, entry]) => entry.max_sessions ?? Infinity)),
    layers: joinLayers([everywhere(file, base), ...(isLocked ? floor : [...floor, own])]),
    forbidden: isOther && !base.allow_other_servers ? `${IN_BASE}allow_other_servers` : undefined,
    difference: isOther ? describeDifference(server, binding) : undefined,
  };
  const { policy: _, ...reached } = server;
  if (reached.transport !== 'stdio') return { ...reached, ...inForce };
  return { ...reached, cwd: exact.length > 0 ? folderOf(reached, exact) : reached.cwd, ...inForce };
}

type Entries = readonly (readonly [name: string, entry: BaseFile['servers'][string]])[];

/** Packages in the folder of a client could be taken for the named one. */
function folderOf({ cwd, command, args }: Pick<FileStdio, 'cwd' | 'command' | 'args'>, exact: Entries): string | null {
  const isFree = exact.some(([, entry]) => entry.cwd !== undefined);
  return cwd === null && !isFree && readPackageRun([command, ...args])?.runner.readsFolder ? homedir() : cwd;
}

function describeDifference(server: FileServer, binding: Entries): string {
  const [first] = binding;
  return first ? `${findDifference(first[1], server)} (${first[0]})` : 'it is none of those that the base names';
}

/** What binds all servers together. */
const everywhere = (file: ConfigFile, base: BaseFile | undefined): Layers =>
  joinLayers([
    bindSections(sectionsForAll(file), '', sectionsForAll(file)),
    ...(base ? [bindSections(sectionsForAll(base), IN_BASE, sectionsForAll(base))] : []),
  ]);
