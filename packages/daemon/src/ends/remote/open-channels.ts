import type { RemoteServer } from '@mcp-guard/policy';
import type { End } from '../end.js';
import type { UpstreamOptions } from '../open-upstream.js';
import type { OpenChannel } from './channel.js';
import { ChannelEnd } from './channel-end.js';
import type { HttpLink, SocketLink } from './link.js';
import { openSse } from './sse.js';
import { openWebsocket } from './websocket.js';

type Options = UpstreamOptions<RemoteServer>;

/**
 * One session of a server behind HTTP with server-sent events. Nothing is asked before the first message.
 * @param linkTo what all sessions of this server share
 */
export const openSseEnd = (options: Options, linkTo: (options: Options) => HttpLink): End =>
  toEnd(options, openSse({ name: options.name, url: options.config.url, link: linkTo(options) }));

/** One session of a server behind a websocket, in the same way. */
export const openWebsocketEnd = (options: Options, linkTo: (options: Options) => SocketLink): End =>
  toEnd(options, openWebsocket({ name: options.name, url: options.config.url, link: linkTo(options) }));

function toEnd({ name, config, host, log, share, lines }: Options, open: OpenChannel): End {
  const { url, timeout } = config;
  return new ChannelEnd({
    name,
    url,
    timeout: timeout * 1000,
    grace: host.timings.serverGrace,
    open,
    log,
    share,
    lines,
  });
}
