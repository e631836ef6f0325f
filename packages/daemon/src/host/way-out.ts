import { DESKTOP_BUS, readEnvironment } from '@mcp-guard/core/terminal-environment';
import { fetchThrough, type guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { readProxySettings } from '@mcp-guard/net/proxy-settings';
import type { Foundation } from '../foundation.js';

/** How the daemon reaches the network for itself: webhooks, logins, remote servers. */
export interface WayOut {
  /** Variables of the terminal, as it was recorded last. */
  readonly terminal: () => Readonly<Record<string, string>>;
  /** The same for a program that shows something on the desktop of the user. */
  readonly desktop: () => Readonly<Record<string, string>>;
  /** The guarded fetch, through the proxy of the configuration or of the terminal. */
  readonly fetch: typeof guardedFetch;
}

export function openWayOut({ configuration, entrance }: Pick<Foundation, 'configuration' | 'entrance'>): WayOut {
  const terminal = (): Readonly<Record<string, string>> =>
    readEnvironment(entrance.environment, configuration.current.daemon.pass_env);
  const desktop = (): Readonly<Record<string, string>> => readEnvironment(entrance.environment, [DESKTOP_BUS]);
  const { proxy } = configuration.started.daemon;
  return { terminal, desktop, fetch: fetchThrough(() => readProxySettings(proxy, terminal())) };
}
