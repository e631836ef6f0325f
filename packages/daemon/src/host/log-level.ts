import { GuardError } from '@mcp-guard/core';
import { pino } from 'pino';

const LEVELS: readonly string[] = [...Object.keys(pino.levels.values), 'silent'];

/** What the environment says wins, if it says something that there is. */
export function logLevel(named: string | undefined, configured: string): string {
  if (named === undefined || named === '') return configured;
  if (LEVELS.includes(named)) return named;
  throw new GuardError('CONFIG_INVALID', `MCP_GUARD_LOG_LEVEL is one of ${LEVELS.join(', ')}`);
}
