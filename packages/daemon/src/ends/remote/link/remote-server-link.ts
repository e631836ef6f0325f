import type { BreakerView } from './breaker.js';
import type { HttpLink, SocketLink } from './link.js';

/** What one session has of its server. */
export interface RemoteServerLink extends HttpLink, SocketLink {
  readonly state: BreakerView;
}
