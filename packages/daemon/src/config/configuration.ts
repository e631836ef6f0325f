import { isDeepStrictEqual } from 'node:util';
import { GuardError, guardPaths, type ConfigStatus } from '@mcp-guard/core';
import {
  ConfigError,
  findLoosenings,
  loadConfig,
  lookAt,
  type Config,
  type FilesSeen,
  type Loaded,
  type LoadOptions,
} from '@mcp-guard/policy';
import { createServers, selfTest, type GuardedServer, type PolicyOptions } from '@mcp-guard/rules';
import type { Binding } from './binding.js';
import { TIMINGS, type Timings } from '../timings.js';
import { findEnded, type ConfigChange } from './config-change.js';
import { watchFiles } from './config-watch.js';
import { Loosened } from './loosened.js';
import { reloadConfig } from './reload-config.js';

/** The parts of the configuration that every message asks for. */
interface InForce {
  current: Config;
  servers: ReadonlyMap<string, GuardedServer>;
}

/** Sections with keys that apply only from the next start on. */
const AT_START = ['daemon', 'audit', 'telemetry'] as const;

/** The configuration in force. It is replaced as a whole between two messages, or not at all. */
export class Configuration {
  readonly #source: LoadOptions;
  readonly #options: Omit<PolicyOptions, 'locate'>;
  readonly #binding: Pick<Binding, 'insistOnPlace' | 'remember'> | undefined;
  /** The configuration that the daemon was started with. */
  readonly started: Config;
  /** Its own files, as they were before it was read. */
  readonly #seen: FilesSeen;
  readonly #inForce: InForce;
  /** Its members are replaced together. */
  readonly inForce: Readonly<InForce>;
  #loaded: Loaded;
  #loadedAt = Date.now();
  #problems: readonly string[] = [];
  readonly #loosened: Loosened;
  /** Reloads run one after the other, so that the file that was written last counts. */
  #reloading: Promise<void> = Promise.resolve();

  private constructor(
    source: LoadOptions,
    seen: FilesSeen,
    loaded: Loaded,
    loosened: Loosened,
    options: Omit<PolicyOptions, 'locate'>,
    binding: Binding | undefined,
  ) {
    this.#source = source;
    this.#seen = seen;
    this.#options = options;
    this.#binding = binding;
    this.started = loaded.config;
    this.#loosened = loosened;
    this.#loaded = loaded;
    this.inForce = this.#inForce = { current: loaded.config, servers: this.#createServers(loaded) };
  }

  /**
   * Throws if the file cannot be used: there is no policy to fall back to. Nothing may pass before `test` was called.
   * @param binding checks a changed file before it is taken, and remembers it
   */
  static async open(
    source: LoadOptions,
    options: Omit<PolicyOptions, 'locate'>,
    binding?: Binding,
  ): Promise<Configuration> {
    const seen = lookAt([source.path, source.secrets, guardPaths(source.home).moves]);
    const loaded = await loadConfig(source);
    const path = guardPaths(source.home).loosened;
    const loosened = await Loosened.open(path, loaded, (text) => loadConfig({ ...source, text }));
    return new Configuration(source, seen, loaded, loosened, options, binding);
  }

  /** The configuration as it was last read. */
  get loaded(): Loaded {
    return this.#loaded;
  }

  get current(): Config {
    return this.#inForce.current;
  }

  /** Values of the secrets file. */
  get secrets(): readonly string[] {
    return this.#loaded.secrets;
  }

  get path(): string {
    return this.#source.path;
  }

  get servers(): ReadonlyMap<string, GuardedServer> {
    return this.#inForce.servers;
  }

  /** A rule's place with its file, line and column. */
  locate(rule: string): string {
    return this.#loaded.locate(rule);
  }

  get status(): ConfigStatus {
    const loadedAt = Math.floor(this.#loadedAt / 1000);
    const { hash } = this.#loaded;
    const bases = this.#loaded.bases.map(({ name }) => name);
    return { path: this.path, hash, bases, loadedAt, problems: this.#problems, ...this.#loosened.status };
  }

  /**
   * Reloads whenever the configuration, its secrets or its bases change.
   * @param onChange gets each reload that changed something
   * @param onProblem gets why a file is not in force; the old configuration stays
   */
  watch(
    onChange: (change: ConfigChange) => void,
    onProblem: (error: GuardError) => void,
    timings: Pick<Timings, 'configWatch' | 'configRetry' | 'baseUpdate'> = TIMINGS,
  ): () => void {
    const reload = async (): Promise<void> => {
      try {
        const change = await this.#reload();
        follow();
        if (change) onChange(change);
      } catch (error) {
        const problem = GuardError.from(error);
        const problems = problem instanceof ConfigError ? problem.problems : [problem.message];
        if (!isDeepStrictEqual(problems, this.#problems)) onProblem(problem);
        this.#problems = problems;
        // The cause may be in a file that is not watched, or in the network.
        retry = setTimeout(onFile, timings.configRetry).unref();
      }
    };
    let retry: NodeJS.Timeout | undefined;
    const onFile = (): void => {
      clearTimeout(retry);
      this.#reloading = this.#reloading.then(reload);
    };
    const unwatch = watchFiles(this.#seen, timings.configWatch, onFile);
    /** The watch over the base of the configuration in force, which a reload may replace. */
    let base: { readonly paths: readonly string[]; readonly unwatch: () => void } | undefined;
    let update: NodeJS.Timeout | undefined;
    const follow = (): void => {
      const { files, isUpdated } = this.#loaded;
      clearInterval(update);
      update = isUpdated ? setInterval(onFile, timings.baseUpdate).unref() : undefined;
      const paths = [...files.keys()];
      if (isDeepStrictEqual(base?.paths, paths)) return;
      base?.unwatch();
      base = { paths, unwatch: watchFiles(files, timings.configWatch, onFile) };
    };
    follow();
    this.#loosened.keep();
    return () => {
      clearTimeout(retry);
      clearInterval(update);
      unwatch();
      base?.unwatch();
    };
  }

  /** A person has seen what reloads loosened. @param by name that the person gives */
  acknowledge(by: string): void {
    this.#loosened.acknowledge(by);
  }

  /** A person agrees to changes that are written next, and need not see them again. */
  confirm(changes: readonly string[]): void {
    this.#loosened.confirm(changes);
  }

  /** Throws where what comes of it lets pass what no policy does. The first test of a process takes a while. */
  test(): void {
    selfTest(this.current, this.servers);
  }

  #createServers({ config, locate }: Loaded): ReadonlyMap<string, GuardedServer> {
    return createServers(config, { ...this.#options, locate });
  }

  async #reload(): Promise<ConfigChange | undefined> {
    const read = await reloadConfig(this.#source, this.started.own);
    this.#binding?.insistOnPlace(read);
    const [before, next] = [this.current, read.config];
    const isSame = isDeepStrictEqual(before, next);
    // Also if no value changed: the places of the rules may have.
    const loaded = isSame ? { ...read, config: before } : read;
    const servers = this.#createServers(loaded);
    selfTest(next, servers);
    const needsRestart = AT_START.filter((section) => !isDeepStrictEqual(this.started[section], next[section]));
    this.#loosened.note(before, loaded, Date.now());
    this.#loosened.keep();
    this.#problems = needsRestart.map((section) => `${section} has changed; restart the daemon to apply it`);
    this.#loaded = loaded;
    this.#inForce.current = loaded.config;
    this.#inForce.servers = servers;
    this.#loadedAt = Date.now();
    this.#binding?.remember(read, 'reload');
    if (isSame) return undefined;
    return { ended: findEnded(before.servers, next.servers), needsRestart, loosened: findLoosenings(before, next) };
  }
}
