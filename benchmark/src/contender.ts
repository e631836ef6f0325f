import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContenderConnection } from './contender-connection.js';
import type { Command } from './processes.js';

/** A process of a contender whose costs are reported. */
export interface Cost {
  readonly role: string;
  readonly pid: number;
}

/** One way to reach server-everything. */
export interface Contender {
  readonly name: string;
  /** A stdio MCP server. */
  readonly command: Command;
  /** The processes that stand for it, once a client is connected. */
  costs(client: Pick<ContenderConnection, 'pid'>): readonly Cost[];
}

const require = createRequire(import.meta.url);

export const EVERYTHING: string = join(
  dirname(require.resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist/index.js',
);

/** The server of `tiny-server.ts`. */
export const TINY: string = fileURLToPath(import.meta.resolve('./tiny-server.js'));

export const runNode = (...args: readonly string[]): Command => ({ command: process.execPath, args, env: {} });

/** The server of `tiny-http-server.ts`. */
export const TINY_HTTP: string = fileURLToPath(import.meta.resolve('./http/tiny-http-server.js'));

/** What everything else is compared with. */
export const direct: Contender = {
  name: 'direct',
  command: runNode(EVERYTHING, 'stdio'),
  costs: ({ pid }) => [{ role: 'server', pid }],
};
