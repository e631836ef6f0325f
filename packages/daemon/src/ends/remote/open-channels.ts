import type { RemoteServer } from '@mcp-guard/policy';
import type { End } from '../end.js';
import type { UpstreamOptions } from '../open-upstream.js';
import type { OpenChannel } from './channel.js';
import { ChannelEnd } from './channel-end.js';
import type { SocketLink } from './link.js';
import type { RemoteServerLink } from './remote-server-link.js';
import { openSse } from './sse.js';
import { openWebsocket } from './websocket.js';

type Options = UpstreamOptions<RemoteServer>;

/** One session of a server behind HTTP with server-sent events. Nothing is asked before the first message. */
export const openSseEnd = (options: Options): End =>
  toEnd(options, (link) => openSse({ name: options.name, url: options.config.url, link }));

/** One session of a server behind a websocket, in the same way. */
export const openWebsocketEnd = (options: Options): End =>
  toEnd(options, (link) => openWebsocket({ name: options.name, url: options.config.url, link: toSocketLink(link) }));

function toEnd(
  { name, config, host, log, share, lines }: Options,
  toChannel: (link: RemoteServerLink) => OpenChannel,
): End {
  const { url, timeout } = config;
  const { link, release } = host.links.open(name, config);
  const end = new ChannelEnd({
    name,
    url,
    timeout: timeout * 1000,
    grace: host.timings.serverGrace,
    open: toChannel(link),
    log,
    share,
    lines,
  });
  void end.ended.then(release);
  return end;
}

/** Whatever does not become a websocket is an error of the link. */
const toSocketLink = (link: RemoteServerLink): SocketLink => ({
  async upgrade(attempt, signal) {
    let last: Awaited<ReturnType<typeof attempt>> = { refused: { status: 0, headers: {} } };
    await link.connect(async (connection, headers) => {
      last = await attempt({ connection, headers });
      return 'socket' in last ? { status: SWITCHED, headers: {} } : last.refused;
    }, signal);
    return last;
  },
});

/** RFC 9110, 15.2.2. */
const SWITCHED = 101;
