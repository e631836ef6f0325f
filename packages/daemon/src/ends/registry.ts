import { GuardError } from '@mcp-guard/core';
import type { RemoteServer } from '@mcp-guard/policy';
import type { End } from './end.js';
import type { OpenUpstream, UpstreamOptions, Upstreams } from './open-upstream.js';
import { openStdio } from './stdio.js';
import { workingFolder } from './stdio/working-folder.js';

/** A remote server knows no folder of this machine: relative paths are read as the client's. */
const remote =
  (open: (options: UpstreamOptions<RemoteServer>) => End): OpenUpstream<RemoteServer> =>
  (options) => ({ end: open(options), cwd: workingFolder({ cwd: null }, options.client.cwd) });

const isNotBuilt = ({ name, config }: UpstreamOptions<RemoteServer>): never => {
  throw new GuardError(
    'UPSTREAM_UNAVAILABLE',
    `the server ${name} is reached by ${config.transport}, which this version cannot`,
  );
};

export const UPSTREAMS: Upstreams = {
  stdio: openStdio,
  'streamable-http': remote(isNotBuilt),
  sse: remote(isNotBuilt),
  websocket: remote(isNotBuilt),
};
