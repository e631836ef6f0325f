import type { StdioServer } from '@mcp-guard/policy';
import { LineEnd } from './line-end.js';
import type { OpenedUpstream, UpstreamOptions } from './open-upstream.js';
import { loginsIn, serverEnvironment } from './stdio/environment.js';
import { openStdio as startServer } from './stdio/open-stdio.js';
import { workingFolder } from './stdio/working-folder.js';

/**
 * A server as a process of its own, in its working folder and with its environment. Throws CONFIG_INVALID if its client
 * does not send what it needs, and UPSTREAM_UNAVAILABLE if its command cannot be started.
 */
export function openStdio(options: UpstreamOptions<StdioServer>): OpenedUpstream {
  const { name, config, client, host, log, share, lines } = options;
  const cwd = workingFolder(config, client.cwd);
  const terminal = host.terminal();
  const environment = serverEnvironment(name, config, client.forward, host.secrets(), loginsIn(terminal));
  const { input, output, ...server } = startServer({
    name,
    config,
    environment,
    path: host.path(),
    terminal,
    cwd,
    reaper: host.reaper,
    grace: host.timings.serverGrace,
    log,
    share,
  });
  const end = new LineEnd({ ...server, input: output, output: input, share, lines });
  return { end, cwd, ...(environment.isFilled && { filled: environment.env }) };
}
