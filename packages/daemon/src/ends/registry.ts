import { openRemote, type Upstreams } from './open-upstream.js';
import { ChannelEnd } from './remote/channel/channel-end.js';
import { openSse } from './remote/channel/sse.js';
import { StreamableHttpEnd } from './remote/http/streamable-http.js';
import { openWebsocket } from './remote/channel/websocket.js';
import { openStdio } from './stdio.js';

export const UPSTREAMS: Upstreams = {
  stdio: openStdio,
  'streamable-http': openRemote((options) => new StreamableHttpEnd(options)),
  sse: openRemote((options) => new ChannelEnd({ ...options, open: openSse(options) })),
  websocket: openRemote((options) => new ChannelEnd({ ...options, open: openWebsocket(options) })),
};
