import type { Duplex } from 'node:stream';
import type { RemoteServer } from '@mcp-guard/policy';
import { openRemote, type OpenUpstream } from '@mcp-guard/daemon';
import { StreamableHttpEnd } from '@mcp-guard/daemon/testing';
import type { HttpFront } from './http-front.ts';
import { observeEnd, type ObservedEnd } from './observed-end.ts';

/** The product's own end for Streamable HTTP, to sessions that the test plays behind a front. */
export const playedOverHttp =
  (front: HttpFront, servers: Duplex[]): OpenUpstream<RemoteServer> =>
  (options) => {
    let observed: ObservedEnd | undefined;
    const { url, session } = front.play({ openStream: () => observed?.openStream() });
    const open = openRemote((remote) => {
      observed = observeEnd(new StreamableHttpEnd(remote), session);
      return observed.end;
    });
    const opened = open({ ...options, config: { ...options.config, url } });
    servers.push(session.otherSide);
    return opened;
  };
