import { join } from 'node:path';
import { BoundedLog } from './bounded-log.js';

const MAX_LOG_BYTES = 5 * 2 ** 20;

/** One log per server for what its processes write to their standard error. */
export class ServerLogs {
  readonly #folder: string;
  /** Bounded by the servers of the configuration. */
  readonly #byServer = new Map<string, BoundedLog>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** File of a server's log, also before there is one. */
  static pathOf(folder: string, server: string): string {
    return join(folder, `server-${encodeURIComponent(server)}.log`);
  }

  open(server: string): BoundedLog {
    let log = this.#byServer.get(server);
    if (!log) {
      log = new BoundedLog(ServerLogs.pathOf(this.#folder, server), MAX_LOG_BYTES);
      this.#byServer.set(server, log);
    }
    return log;
  }

  close(): void {
    for (const log of this.#byServer.values()) log.close();
  }
}
