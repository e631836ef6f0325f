import { openStdio, type StdioOptions } from './stdio/open-stdio.js';
import type { Upstream } from './upstream.js';

/** How each `transport` of the configuration is reached. */
export const UPSTREAMS: Readonly<Record<'stdio', (options: StdioOptions) => Upstream>> = { stdio: openStdio };
