import type { Duplex } from 'node:stream';
import type { BreakerView } from './breaker.js';
import type { HttpLink, LinkResponse } from './link.js';

/** The response to the first request of a websocket; 101 if it is open. */
export type UpgradeAnswer = Pick<LinkResponse, 'status' | 'headers'>;

/** What one session has of its server. */
export interface RemoteServerLink extends HttpLink {
  /**
   * Opens a websocket: `upgrade` sends these headers over the connection and resolves with the response. It is called a
   * second time if the token had to be renewed. Throws the error for the client unless the response is 101.
   */
  connect(
    upgrade: (connection: Duplex, headers: Readonly<Record<string, string>>) => Promise<UpgradeAnswer>,
    signal?: AbortSignal,
  ): Promise<void>;
  readonly state: BreakerView;
}
