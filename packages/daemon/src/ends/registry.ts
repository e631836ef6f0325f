import type { ServerConfig } from '@mcp-guard/policy';
import type { End } from './end.js';
import { openStdio, type StdioOptions } from './stdio.js';

/** Opens each `transport` of the configuration. Throws the error for the client if that fails. */
export type Upstreams = Readonly<Record<ServerConfig['transport'], (options: StdioOptions) => End>>;

export const UPSTREAMS: Upstreams = { stdio: openStdio };
