import { GuardError, type DaemonHealth } from '@mcp-guard/core';
import type { IsAlone } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';

/** No daemon runs. */
export const isAloneIn =
  (tools: CommandTools, config: string): IsAlone =>
  () =>
    tools
      .control(config)
      .get<DaemonHealth>('/health')
      .then(() => false, isNoDaemon);

export const isNoDaemon = (error: unknown): boolean =>
  error instanceof GuardError && error.code === 'DAEMON_UNAVAILABLE';
