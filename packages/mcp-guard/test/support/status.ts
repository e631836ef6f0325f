import type { DaemonHealth, DaemonStatus } from '@mcp-guard/core';
import { askDaemon } from './ask-daemon.ts';
import type { TestGuard } from './guard.ts';

/** What `status --json` and `health --json` print, asked directly: tests wait for it, and a process for each look is dear. */
export const readStatus = (guard: TestGuard): Promise<DaemonStatus> => askDaemon(guard, '/status');
export const readHealth = (guard: TestGuard): Promise<DaemonHealth> => askDaemon(guard, '/health');
