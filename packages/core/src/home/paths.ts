import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { GuardError } from '../errors.js';

/** Everything that the guard keeps on disk, in one folder of mode 0700. */
export interface GuardPaths {
  readonly home: string;
  /** 32 random bytes in hex, 0600: keeps out programs that merely reach a socket. */
  readonly key: string;
  readonly socket: string;
  /** 32 random bytes in hex, 0600, in a folder of its own that can be shared alone: programs bring it that read from the page. */
  readonly dashboardToken: string;
  readonly controlSocket: string;
  /** Locked by the running daemon. */
  readonly pid: string;
  /** The pid of the process that starts a daemon now. */
  readonly starting: string;
  readonly database: string;
  readonly databaseKey: string;
  /** 32 random bytes in hex, 0600: names values in refusals and the record without showing them. */
  readonly fingerprintKey: string;
  /** NAME=value lines for `${NAME}` in the configuration, 0600. */
  readonly secrets: string;
  /** Backups of configurations that were changed; no message of a client may name them. */
  readonly backups: string;
  /** The entries that `init` moved, in their former state. */
  readonly moves: string;
  /** Copies of base policies, by their hash. */
  readonly bases: string;
  readonly config: string;
  /** The search path for servers, as a terminal had it. */
  readonly path: string;
  /** Other variables that servers get from a terminal, 0600: a proxy's address may hold a password. */
  readonly environment: string;
  /** One pointer per configuration of a running daemon. */
  readonly run: string;
  readonly logs: string;
  readonly daemonLog: string;
  /** Tokens of people who have logged in, one file per issuer. */
  readonly tokens: string;
  /** The key that checks decisions made with the passphrase, 0600. */
  readonly approvalKey: string;
  /** The changes that allow more and that no person has seen yet, and that configuration, 0600. */
  readonly loosened: string;
  /** Findings of `scan` that a person accepts, 0600. */
  readonly accepted: string;
}

export function guardPaths(home: string): GuardPaths {
  return {
    home,
    key: join(home, 'daemon.key'),
    socket: join(home, 'daemon.sock'),
    dashboardToken: join(home, 'dashboard', 'token'),
    controlSocket: join(home, 'control.sock'),
    pid: join(home, 'daemon.pid'),
    starting: join(home, 'daemon.starting'),
    database: join(home, 'mcp-guard.db'),
    databaseKey: join(home, 'database.key'),
    fingerprintKey: join(home, 'fingerprint.key'),
    secrets: join(home, 'secrets.env'),
    backups: join(home, 'backups'),
    moves: join(home, 'backups', 'moves.json'),
    bases: join(home, 'bases'),
    config: join(home, 'mcp-guard.yaml'),
    path: join(home, 'path'),
    environment: join(home, 'environment.json'),
    run: join(home, 'run'),
    logs: join(home, 'logs'),
    daemonLog: join(home, 'logs', 'daemon.log'),
    tokens: join(home, 'tokens'),
    approvalKey: join(home, 'approvals.key'),
    loosened: join(home, 'loosened.json'),
    accepted: join(home, 'accepted.json'),
  };
}

/** Files of the home that a configuration names, seen from the one in which bridges look. @param home `daemon.home` */
export const configuredPaths = (entrance: GuardPaths, home: string | null): GuardPaths =>
  home === null ? entrance : guardPaths(resolve(entrance.home, home));

/**
 * `MCP_GUARD_HOME`, or `~/.config/mcp-guard`. Throws CONFIG_INVALID unless it is absolute: a folder that a stranger made
 * would bring its own rules and commands.
 */
export function guardHome(env: NodeJS.ProcessEnv): string {
  const named = env['MCP_GUARD_HOME'];
  const home = named || usualHome(env);
  if (isAbsolute(home)) return resolve(home);
  throw new GuardError('CONFIG_INVALID', named ? 'MCP_GUARD_HOME is no absolute path' : 'HOME is no absolute path', {
    hint: 'set it to one',
  });
}

/** The home of the user whose home folder a client or a shell has named. */
export const usualHome = (env: NodeJS.ProcessEnv): string => join(env['HOME'] || homedir(), '.config', 'mcp-guard');

/**
 * Folders outside of the home that remember what a person has agreed to run: the usual one, since a desktop client lacks
 * the variables of a shell, and that of `XDG_STATE_HOME`.
 */
export function stateFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const named = env['XDG_STATE_HOME'];
  const folders = [
    join(env['HOME'] || homedir(), '.local', 'state'),
    ...(named && isAbsolute(named) ? [resolve(named)] : []),
  ];
  return [...new Set(folders)].map((folder) => join(folder, 'mcp-guard'));
}

/** The file in which a daemon with this configuration leaves its home, seen from the default home. */
export function pointerPath(paths: GuardPaths, config: string): string {
  if (config === paths.config) return join(paths.run, 'default');
  // Most bridges never need it, and loading it would cost each of them 2 MB.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return join(paths.run, createHash('sha256').update(config).digest('hex'));
}

export const absolute = (path: string, cwd: string): string => (isAbsolute(path) ? resolve(path) : resolve(cwd, path));
