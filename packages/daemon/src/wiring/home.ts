import { resolve } from 'node:path';
import {
  configuredPaths,
  Fingerprints,
  guardPaths,
  type GuardPaths,
  hintText,
  isHint,
  stateFolders,
  usualHome,
} from '@mcp-guard/core';
import { readTokens } from '@mcp-guard/net/oauth';
import { recordSearchPath } from '@mcp-guard/core/search-path';
import { recordEnvironment } from '@mcp-guard/core/terminal-environment';
import { pino, type Logger } from 'pino';
import { Binding } from '../config/binding.js';
import { Configuration } from '../config/configuration.js';
import { lockHome } from '../host/daemon-lock.js';
import { ensureKey, prepareHome } from '../host/home.js';
import { logLevel } from '../host/log-level.js';
import { BoundedLog } from '../record/bounded-log.js';
import type { Cleanup } from './cleanup.js';
import type { SettledOptions } from './options.js';

const MAX_LOG_BYTES = 10 * 2 ** 20;

/** The home of a daemon, with its configuration, its keys and its log. */
export interface Home {
  /** Bridges look here. */
  readonly entrance: GuardPaths;
  /** The paths of the home that the configuration names. */
  readonly paths: GuardPaths;
  readonly socketPath: string;
  readonly configuration: Configuration;
  readonly binding: Binding;
  readonly fingerprints: Fingerprints;
  /** Hex. */
  readonly fingerprintKey: string;
  /** Hex of `daemon.key`. */
  readonly key: string;
  readonly log: Logger;
}

/** Checks everything that may prevent a daemon, and takes its home. Throws why none can start. */
export async function openHome(options: SettledOptions, cleanup: Cleanup): Promise<Home> {
  const { home, config, env, typed, interceptors } = options;
  const entrance = guardPaths(home);
  const binding = new Binding({
    entrance: home,
    config,
    stateFolders: stateFolders(env),
    onProblem: (problem) => log.warn({ problem }, 'agreements cannot be stored'),
  });
  if (!typed) binding.insistOnAgreed(usualHome(env));
  prepareHome(entrance);
  const { secrets, bases } = entrance;
  const fingerprintKey = ensureKey(entrance.fingerprintKey);
  const fingerprints = new Fingerprints(fingerprintKey);
  const source = { home, path: config, secrets, bases, env };
  const configuration = await Configuration.open(source, { fingerprints, interceptors }, binding);
  const { auth, daemon } = configuration.current;
  const paths = configuredPaths(entrance, daemon.home);
  prepareHome(paths);
  // A store that cannot be read is reported now, not to the first client.
  if (auth.mode === 'oauth' && auth.oauth) readTokens(paths.tokens, auth.oauth.issuer);
  const lock = lockHome(paths.pid);
  cleanup.add(() => lock.release());
  binding.insist(configuration.loaded);
  const key = ensureKey(paths.key);
  const log = openLog(paths, logLevel(env['MCP_GUARD_LOG_LEVEL'], daemon.log_level), cleanup);
  if (typed && env['PATH']) recordSearchPath(entrance.path, env['PATH']);
  if (typed) recordEnvironment(entrance.environment, env, daemon.pass_env);
  return {
    entrance,
    paths,
    socketPath: daemon.socket_path === null ? paths.socket : resolve(paths.home, daemon.socket_path),
    configuration,
    binding,
    fingerprints,
    fingerprintKey,
    key,
    log,
  };
}

const toLogged = (hint: unknown): unknown => (isHint(hint) ? hintText(hint) : hint);

function openLog({ daemonLog }: GuardPaths, level: string, cleanup: Cleanup): Logger {
  const file = new BoundedLog(daemonLog, MAX_LOG_BYTES);
  const log = pino({ level, serializers: { hint: toLogged } }, file);
  const onCrash = (error: Error): void => log.fatal({ err: error }, 'the daemon ends after an unexpected error');
  process.on('uncaughtExceptionMonitor', onCrash);
  cleanup.add(() => {
    process.off('uncaughtExceptionMonitor', onCrash);
    file.close();
  });
  return log;
}
