import type { Config } from '../src/config.js';
import { parseConfig } from '../src/loading/load.js';

/** What a configuration puts into force. */
export const configOf = (config: object): Config => parseConfig(JSON.stringify(config), 'mcp-guard.yaml', new Map());
