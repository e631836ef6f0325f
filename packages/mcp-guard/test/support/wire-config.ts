import type { TestConfig } from './guard.ts';

export interface WireOptions {
  readonly policy?: TestConfig;
  /** Members of the server's entry beside its command and its policy. */
  readonly server?: TestConfig;
  /** Names of the servers, all alike. */
  readonly names?: readonly string[];
  /** Further sections of the configuration. */
  readonly config?: TestConfig;
}

/** A configuration whose servers are all started by the same command. */
export function toWireConfig(
  { policy = {}, server = {}, names = ['raw'], config = {} }: WireOptions,
  start: { readonly command: string; readonly args: readonly string[] },
): TestConfig {
  const servers = Object.fromEntries(names.map((name) => [name, { ...start, policy, ...server }]));
  return { daemon: { shutdown_timeout: 1 }, ...config, servers };
}
