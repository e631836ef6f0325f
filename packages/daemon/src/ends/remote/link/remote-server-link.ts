import type { BreakerView } from './breaker.js';
import type { HttpLink, SocketLink } from './link.js';

/** One session reaches its server by this. */
export interface RemoteServerLink extends HttpLink, SocketLink {
  readonly state: BreakerView;
}
