import type { ServerConfig } from '@mcp-guard/policy';
import type { End } from './end.js';
import { openStdio, type StdioOptions } from './stdio.js';

/** How each `transport` of the configuration is reached. Throws what the client is given where it cannot be. */
export type Upstreams = Readonly<Record<ServerConfig['transport'], (options: StdioOptions) => End>>;

export const UPSTREAMS: Upstreams = { stdio: openStdio };
