import { GuardError } from '@mcp-guard/core';
import type { CountConnection } from '@mcp-guard/net/outbound';

/** Assumed where the system does not say how many files a process may have open. */
const USUAL_FILES = 1024;
const LEAST = 16;
const MOST = 8192;

/**
 * Connections to all servers together: half of what the process may have open, as its sessions need the rest. A server has
 * at most as many as are left, so that there is always one for another server, however many sessions ask one server.
 */
export class ConnectionBudget {
  #left: number;

  /** @param openFiles what the process may have open */
  constructor(openFiles: number = USUAL_FILES) {
    this.#left = Math.min(Math.max(Math.floor(openFiles / 2), LEAST), MOST);
  }

  /** For one server: counts each connection until it is closed. Throws RATE_LIMITED instead of one too many. */
  share(server: string): CountConnection {
    let own = 0;
    const count = (change: number): void => {
      own += change;
      this.#left -= change;
    };
    return async (connect) => {
      if (own >= this.#left) throw tooMany(this.#left > 0 ? server : undefined);
      count(1);
      try {
        const connection = await connect();
        connection.once('close', () => count(-1));
        return connection;
      } catch (error) {
        count(-1);
        throw error;
      }
    };
  }
}

/** @param server that has all of its share; nothing where no connection is left for any */
const tooMany = (server: string | undefined): GuardError =>
  new GuardError(
    'RATE_LIMITED',
    server === undefined
      ? 'too many connections to servers are open; try again later'
      : `the server ${server} has its share of all connections open; try again later`,
    { hint: 'start the daemon with a higher limit of open files (ulimit -n)', data: { retry_after: 1 } },
  );
