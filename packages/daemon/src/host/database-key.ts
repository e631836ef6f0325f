import { GuardError } from '@mcp-guard/core';
import { ensureKey } from './home.js';

/** The raw key of the encrypted database, in hex; `undefined` if it is not encrypted. */
export function databaseKey(path: string, encrypted: boolean, env: NodeJS.ProcessEnv): string | undefined {
  if (!encrypted) return undefined;
  const given = env['MCP_GUARD_DATABASE_KEY'];
  if (given === undefined) return ensureKey(path);
  if (!/^[0-9a-f]{64}$/i.test(given)) {
    throw new GuardError('CONFIG_INVALID', 'MCP_GUARD_DATABASE_KEY is not 32 bytes in hex');
  }
  return given;
}
