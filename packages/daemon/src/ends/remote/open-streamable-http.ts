import type { RemoteServer } from '@mcp-guard/policy';
import type { End } from '../end.js';
import type { UpstreamOptions } from '../open-upstream.js';
import type { HttpLink } from './link.js';
import { StreamableHttpEnd } from './streamable-http.js';

/**
 * One session of a server behind Streamable HTTP. Nothing is asked before the first message.
 * @param linkTo what all sessions of this server share
 */
export function openStreamableHttp(
  options: UpstreamOptions<RemoteServer>,
  linkTo: (options: UpstreamOptions<RemoteServer>) => HttpLink,
): End {
  const { name, config, host, log, share, lines } = options;
  return new StreamableHttpEnd({
    name,
    url: config.url,
    timeout: config.timeout * 1000,
    grace: host.timings.serverGrace,
    link: linkTo(options),
    log,
    share,
    lines,
  });
}
