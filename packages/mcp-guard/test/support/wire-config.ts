import type { TestConfig } from './guard.ts';
import type { UpstreamKind } from './upstream-kind.ts';

export interface WireOptions {
  readonly policy?: TestConfig;
  /** Members of the server's entry beside its command and its policy; one with a `url` has no command. */
  readonly server?: TestConfig;
  /** Names of the servers, all alike. */
  readonly names?: readonly string[];
  /** Further sections of the configuration. */
  readonly config?: TestConfig;
  /** How the guard reaches the server; drawn where a test does not say it. */
  readonly upstream?: UpstreamKind;
}

/** A configuration whose servers are all reached in the same way. */
export function toWireConfig(
  { policy = {}, server = {}, names = ['raw'], config = {} }: WireOptions,
  reached:
    | { readonly command: string; readonly args: readonly string[] }
    | { readonly url: string; readonly max_concurrent: number },
): TestConfig {
  const servers = Object.fromEntries(
    names.map((name) => [name, { ...('url' in server ? {} : reached), policy, ...server }]),
  );
  return { daemon: { shutdown_timeout: 1 }, ...config, servers };
}
