import type { Answers, ConnectedClient, Era } from './connected-client.ts';
import type { ServerName } from './servers.ts';

export interface Visit {
  readonly client: ConnectedClient;
  /** A folder with the same files at the start of every visit (see `folder.ts`), which server-filesystem may use. */
  readonly folder: string;
}

/** One thing that a client can do with a server. Run directly and through the guard, it must see the same. */
export interface Scenario {
  readonly name: string;
  readonly server: ServerName;
  /** The eras in which it is possible; all when it is left out. */
  readonly eras?: readonly Era[];
  /** The name of the only client that does it; all do when it is left out. */
  readonly onlyWith?: string;
  /** Made anew for every visit, so that it may count. */
  readonly answers?: (folder: string) => Answers;
  /** What the server draws by lot, as in an id: replaced by a token for each different text. */
  readonly random?: readonly RegExp[];
  /** What the server reads from a clock: replaced by one word, because two times may be the same or not. */
  readonly clock?: readonly RegExp[];
  /** What the guard adds for the person to read: removed. */
  readonly added?: RegExp;
  /** Returns what the client saw. It must not depend on time: it waits for events, and failures are part of it. */
  run(visit: Visit): Promise<unknown>;
}
