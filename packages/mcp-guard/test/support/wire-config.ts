import type { TestConfig } from './guard.ts';

export interface WireOptions {
  readonly policy?: TestConfig;
  /** Members of the server's entry beside its command and its policy; one with a `url` has no command. */
  readonly server?: TestConfig;
  /** Names of the servers, all alike. */
  readonly names?: readonly string[];
  /** Further sections of the configuration. */
  readonly config?: TestConfig;
}

/** A configuration whose servers are all started by the same command, or reached at the same URL. */
export function toWireConfig(
  { policy = {}, server = {}, names = ['raw'], config = {} }: WireOptions,
  start: { readonly command: string; readonly args: readonly string[] },
): TestConfig {
  const servers = Object.fromEntries(
    names.map((name) => [name, { ...('url' in server ? {} : start), policy, ...server }]),
  );
  return { daemon: { shutdown_timeout: 1 }, ...config, servers };
}
