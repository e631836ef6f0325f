import type { End, EndResources } from './end.js';
import { LineEnd } from './line-end.js';
import { openStdio as startServer, type StdioOptions as ServerOptions } from './stdio/open-stdio.js';

export type StdioOptions = ServerOptions & EndResources;

/** A server as a process of its own. Throws UPSTREAM_UNAVAILABLE if its command cannot be started. */
export function openStdio(options: StdioOptions): End {
  const { input, output, ...server } = startServer(options);
  const { share, lines } = options;
  return new LineEnd({ ...server, input: output, output: input, share, lines });
}
