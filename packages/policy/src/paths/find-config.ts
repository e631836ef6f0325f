import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { absolute, type GuardPaths } from '@mcp-guard/core';

export interface FindOptions {
  /** `--config` */
  readonly named: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly paths: GuardPaths;
  /** A person typed the command here; the current folder of a client decides nothing. */
  readonly typed: boolean;
}

/** The configuration file that counts, absolute. It need not exist. */
export function findConfig({ named, env, cwd, paths, typed }: FindOptions): string {
  const chosen = named ?? env['MCP_GUARD_CONFIG'];
  if (chosen) return absolute(chosen, cwd);
  const local = resolve(cwd, 'mcp-guard.yaml');
  return typed && existsSync(local) ? local : paths.config;
}
