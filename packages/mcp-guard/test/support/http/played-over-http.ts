import type { Duplex } from 'node:stream';
import type { RemoteServer } from '@mcp-guard/policy';
import type { End, UpstreamOptions } from '@mcp-guard/daemon';
import { openStreamableHttp } from '../../../../daemon/src/ends/remote/open-streamable-http.js';
import type { HttpFront } from './http-front.ts';
import { observeEnd, type ObservedEnd } from './observed-end.ts';

/** The product's own end for Streamable HTTP, to sessions that the test plays behind a front. */
export const playedOverHttp =
  (front: HttpFront, servers: Duplex[]) =>
  (options: UpstreamOptions<RemoteServer>): End => {
    let observed: ObservedEnd | undefined;
    const { url, session } = front.play({ openStream: () => observed?.openStream() });
    const end = openStreamableHttp({ ...options, config: { ...options.config, url } });
    observed = observeEnd(end, session);
    servers.push(session.otherSide);
    return observed.end;
  };
