import { openRemote, type Upstreams } from './open-upstream.js';
import { openSseEnd, openWebsocketEnd } from './remote/open-channels.js';
import { openStreamableHttp } from './remote/open-streamable-http.js';
import { openStdio } from './stdio.js';

export const UPSTREAMS: Upstreams = {
  stdio: openStdio,
  'streamable-http': openRemote(openStreamableHttp),
  sse: openRemote(openSseEnd),
  websocket: openRemote(openWebsocketEnd),
};
