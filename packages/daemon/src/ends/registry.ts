import { GuardError } from '@mcp-guard/core';
import type { RemoteServer } from '@mcp-guard/policy';
import { openRemote, type UpstreamOptions, type Upstreams } from './open-upstream.js';
import { openStreamableHttp } from './remote/open-streamable-http.js';
import { openStdio } from './stdio.js';

const isNotBuilt = ({ name, config }: UpstreamOptions<RemoteServer>): never => {
  throw new GuardError(
    'UPSTREAM_UNAVAILABLE',
    `the server ${name} is reached by ${config.transport}, which this version cannot`,
  );
};

export const UPSTREAMS: Upstreams = {
  stdio: openStdio,
  'streamable-http': openRemote(openStreamableHttp),
  sse: openRemote(isNotBuilt),
  websocket: openRemote(isNotBuilt),
};
