import { existsSync } from 'node:fs';

/** The command that brings up a daemon where none runs: `init` writes what it needs, and starts it. */
export const firstStep = (config: string): string => (existsSync(config) ? 'mcp-guard start -d' : 'mcp-guard init');
