import { isDeepStrictEqual } from 'node:util';
import { GuardError, type ConfigStatus } from '@mcp-guard/core';
import { ConfigError, loadConfig, type Config, type LoadOptions } from '@mcp-guard/policy';
import { watchFiles } from './config-watch.js';
import { createServers, type GuardedServer } from './policies.js';

/** What a reload means for open sessions. */
export interface ConfigChange {
  /** Servers that are started differently now, or not at all. */
  readonly ended: ReadonlySet<string>;
  /** Keys that count only from the next start on. */
  readonly needsRestart: readonly string[];
}

/** Sections of which something counts only from the next start on. */
const AT_START = ['daemon', 'auth', 'audit'] as const;

/** The configuration in force. It is replaced as a whole between two messages, or not at all. */
export class Configuration {
  readonly #source: LoadOptions;
  /** What the daemon was started with. */
  readonly #started: Config;
  #config: Config;
  #servers: ReadonlyMap<string, GuardedServer>;
  #loadedAt = Date.now();
  #problems: readonly string[] = [];

  /** Throws when the file cannot be used: there is no policy to fall back to. */
  constructor(source: LoadOptions) {
    this.#source = source;
    this.#started = loadConfig(source);
    this.#config = this.#started;
    this.#servers = createServers(this.#config);
  }

  get current(): Config {
    return this.#config;
  }

  get path(): string {
    return this.#source.path;
  }

  get servers(): ReadonlyMap<string, GuardedServer> {
    return this.#servers;
  }

  get status(): ConfigStatus {
    return { path: this.path, loadedAt: Math.floor(this.#loadedAt / 1000), problems: this.#problems };
  }

  /**
   * Reloads whenever the configuration or its secrets change.
   * @param onChange hears of a reload that changed something
   * @param onProblem hears why a file is not in force; the old configuration stays
   */
  watch(onChange: (change: ConfigChange) => void, onProblem: (error: GuardError) => void): () => void {
    return watchFiles([this.#source.path, this.#source.secrets], () => {
      try {
        const change = this.#reload();
        if (change) onChange(change);
      } catch (error) {
        const problem = GuardError.from(error);
        this.#problems = problem instanceof ConfigError ? problem.problems : [problem.message];
        onProblem(problem);
      }
    });
  }

  #reload(): ConfigChange | undefined {
    const next = loadConfig(this.#source);
    const servers = createServers(next);
    const before = this.#config;
    const needsRestart = AT_START.filter((section) => !isDeepStrictEqual(this.#started[section], next[section]));
    this.#problems = needsRestart.map((section) => `${section} has changed and counts from the next start on`);
    if (isDeepStrictEqual(before, next)) return undefined;
    const ended = Object.entries(before.servers).filter(([name, server]) =>
      startsDifferently(server, next.servers, name),
    );
    this.#config = next;
    this.#servers = servers;
    this.#loadedAt = Date.now();
    return { ended: new Set(ended.map(([name]) => name)), needsRestart };
  }
}

function startsDifferently(before: Config['servers'][string], servers: Config['servers'], name: string): boolean {
  const after = Object.hasOwn(servers, name) ? servers[name] : undefined;
  return (
    !after ||
    !isDeepStrictEqual({ ...before, policy: null, max_sessions: null }, { ...after, policy: null, max_sessions: null })
  );
}
