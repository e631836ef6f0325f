import type { RemoteServer } from '@mcp-guard/policy';
import type { End } from '../end.js';
import type { UpstreamOptions } from '../open-upstream.js';
import { StreamableHttpEnd } from './streamable-http.js';

/** One session of a server behind Streamable HTTP. Nothing is asked before the first message. */
export function openStreamableHttp({ name, config, host, log, share, lines }: UpstreamOptions<RemoteServer>): End {
  const { link, release } = host.links.open(name, config);
  const end = new StreamableHttpEnd({
    name,
    url: config.url,
    timeout: config.timeout * 1000,
    grace: host.timings.serverGrace,
    link,
    log,
    share,
    lines,
  });
  void end.ended.then(release);
  return end;
}
