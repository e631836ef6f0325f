import { daemonEnvironment, DAEMON_FLAGS, MEMORY_POOLS } from '@mcp-guard/core/start-daemon';

/**
 * The command line of a service. It needs no PATH and no working folder; servers get the PATH that is recorded in the
 * home.
 */
export interface ServiceLaunch {
  /** Node, absolute. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Seconds that it may take to end. */
  readonly stopTimeout: number;
}

export interface LaunchParts {
  /** Absolute, and there after an update too. */
  readonly node: string;
  /** The compiled entry of the daemon's process. */
  readonly daemonProgram: string;
  readonly home: string;
  /** Absolute. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
  /** `daemon.shutdown_timeout`, in seconds. */
  readonly shutdownTimeout: number;
}

/** Servers get some seconds more to end, and the record is closed. */
const TO_END = 15;

/**
 * These say where agreements and this file are kept, and how much is logged. A key is never among them: this is no
 * place for one.
 */
const KEPT = ['XDG_STATE_HOME', 'XDG_CONFIG_HOME', 'MCP_GUARD_LOG_LEVEL'];

/** Names no version, so that it starts what an update has put there. It was started by no person: nothing is `--typed`. */
export function toServiceLaunch(parts: LaunchParts): ServiceLaunch {
  const { node, daemonProgram, home, config, env, shutdownTimeout } = parts;
  const kept = KEPT.flatMap((name): [string, string][] => (env[name] === undefined ? [] : [[name, env[name]]]));
  return {
    program: node,
    args: [...DAEMON_FLAGS, daemonProgram, '--home', home, '--config', config],
    env: { ...MEMORY_POOLS, ...Object.fromEntries(kept) },
    stopTimeout: Math.ceil(shutdownTimeout) + TO_END,
  };
}

/** The environment of a daemon that no terminal has started. */
export const serviceEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  daemonEnvironment({ env, typed: false });
