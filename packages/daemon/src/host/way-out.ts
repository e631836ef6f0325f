import { DESKTOP_BUS, readEnvironment } from '@mcp-guard/core/terminal-environment';
import { fetchThrough, type guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { readProxySettings } from '@mcp-guard/net/proxy-settings';
import type { Config } from '@mcp-guard/policy';

/** How the daemon reaches the network for itself: webhooks, logins, remote servers. */
export interface WayOut {
  /** Variables of the terminal, as it was recorded last. */
  readonly terminal: () => Readonly<Record<string, string>>;
  /** The same for a program that shows something on the desktop of the user. */
  readonly desktop: () => Readonly<Record<string, string>>;
  /** The guarded fetch, through the proxy of the configuration or of the terminal. */
  readonly fetch: typeof guardedFetch;
}

/**
 * @param recorded the file of the environment that was recorded last
 * @param daemon the configuration of it now; its proxy counts as it was at the start
 */
export function openWayOut(recorded: string, daemon: () => Config['daemon']): WayOut {
  const terminal = (): Readonly<Record<string, string>> => readEnvironment(recorded, daemon().pass_env);
  const desktop = (): Readonly<Record<string, string>> => readEnvironment(recorded, [DESKTOP_BUS]);
  const { proxy } = daemon();
  return { terminal, desktop, fetch: fetchThrough(() => readProxySettings(proxy, terminal())) };
}
