import type { Duplex } from 'node:stream';
import { UPSTREAMS, type Upstreams } from '@mcp-guard/daemon';
import type { HttpFront } from './http-front.ts';
import { observeEnd, type ObservedEnd } from './observed-end.ts';

/** The product's own end for Streamable HTTP, to sessions that the test plays behind a front. */
export const playedOverHttp =
  (front: HttpFront, servers: Duplex[]): Upstreams['streamable-http'] =>
  (options) => {
    let observed: ObservedEnd | undefined;
    const { url, session } = front.play({ openStream: () => observed?.openStream() });
    const opened = UPSTREAMS['streamable-http']({ ...options, config: { ...options.config, url } });
    observed = observeEnd(opened.end, session);
    servers.push(session.otherSide);
    return { ...opened, end: observed.end };
  };
