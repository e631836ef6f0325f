import { GuardError } from '@mcp-guard/core';
import { pino } from 'pino';

const LEVELS: readonly string[] = [...Object.keys(pino.levels.values), 'silent'];

/** The level of the environment wins; throws if there is no such level. */
export function logLevel(named: string | undefined, configured: string): string {
  if (named === undefined || named === '') return configured;
  if (LEVELS.includes(named)) return named;
  throw new GuardError('CONFIG_INVALID', `MCP_GUARD_LOG_LEVEL is one of ${LEVELS.join(', ')}`);
}
