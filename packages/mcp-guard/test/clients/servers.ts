import { fileURLToPath } from 'node:url';
import type { Era, ServerCommand } from './connected-client.ts';

export interface Server {
  /** The newest era that it speaks. */
  readonly speaks: Era;
  command(folder: string): ServerCommand;
}

const entryPoint = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

// Language and time zone are given, because servers write times in those of their environment.
const env = { LANG: 'en_US.UTF-8', TZ: 'UTC', MARK_OF_THE_TEST: 'set for the server' };
const nodeServer = (...args: string[]): ServerCommand => ({ command: process.execPath, args, env });
/** Without their types and compiled, so that each of many starts takes half the time. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/mcp-guard-tests/compiled', import.meta.url));

/** The servers under test. */
export const SERVERS = {
  everything: {
    speaks: 'legacy',
    command: () => nodeServer(entryPoint('@modelcontextprotocol/server-everything/dist/index.js'), 'stdio'),
  },
  filesystem: {
    speaks: 'legacy',
    command: (folder) => nodeServer(entryPoint('@modelcontextprotocol/server-filesystem/dist/index.js'), folder),
  },
  'both-eras': {
    speaks: 'modern',
    command: () => ({
      ...nodeServer(fileURLToPath(new URL('fixture/both-eras-server.ts', import.meta.url))),
      env: { ...env, NODE_COMPILE_CACHE: COMPILED },
    }),
  },
} as const satisfies Record<string, Server>;

export type ServerName = keyof typeof SERVERS;
