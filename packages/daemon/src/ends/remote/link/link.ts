import type { Duplex, Readable } from 'node:stream';

/** One HTTP request to a remote server. Its address, login and configured headers are the link's. */
export interface LinkRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Another place of the same origin. Default: the configured one. */
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal?: AbortSignal;
  /** A client has asked for something that lasts for any time: it holds a lasting place, or is refused at once. */
  readonly isLasting?: boolean;
  /** Others wait for it, or it is the one stream of its session: it holds no place in the queue. */
  readonly isLong?: boolean;
  /** The guard asks by itself, and a server need not answer well: its failure says nothing, and it is asked at any time. */
  readonly isExtra?: boolean;
}

export interface LinkResponse {
  readonly status: number;
  /** Headers by names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Readable;
}

/** A session needs this of the connection to its server. */
export interface HttpLink {
  /** Throws the error for the client if the server cannot be asked. */
  exchange(request: LinkRequest): Promise<LinkResponse>;
}

/** The outcome of an attempt to upgrade a connection: a socket, or the status with which the server said no. */
export type Upgrade<Socket> =
  | { readonly socket: Socket }
  | { readonly refused: Pick<LinkResponse, 'status' | 'headers'> };

/** A connection that is not upgraded yet, and the headers to ask for it with: configured ones, and the login. */
export interface UpgradeWay {
  readonly connection: Duplex;
  readonly headers: Readonly<Record<string, string>>;
}

export type UpgradeAttempt<Socket> = (way: UpgradeWay) => Promise<Upgrade<Socket>>;

/** A session needs this of the way to a server behind a websocket. */
export interface SocketLink {
  /**
   * Makes an attempt on a checked connection to the configured server, and one more if the login could be renewed. Throws and
   * returns what `exchange` does for the same status.
   */
  upgrade<Socket>(attempt: UpgradeAttempt<Socket>, signal: AbortSignal): Promise<Upgrade<Socket>>;
}

/** One value of a header. */
export function headerOf({ headers }: Pick<LinkResponse, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** The type of a body without its parameters. */
export const typeOf = (response: Pick<LinkResponse, 'headers'>): string =>
  (headerOf(response, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The most of a body that matters to no one, in bytes, and how long it may take, in milliseconds. */
const MAX_DRAINED = 64 * 1024;
const MAX_DRAINING = 1000;

/** Reads the rest of a short body, so that its connection can be used again; a longer one ends its connection. */
export async function drain(body: Readable): Promise<void> {
  let bytes = 0;
  const timer = setTimeout(() => body.destroy(), MAX_DRAINING).unref();
  await new Promise<void>((resolve) => {
    body
      .on('data', ({ length }: Buffer) => (bytes += length) > MAX_DRAINED && body.destroy())
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    if (body.destroyed) resolve();
  });
  clearTimeout(timer);
}

/** A server that is not heard is still read to the end of a short response, so that its connection can be used again. */
export function discard({ body }: { body?: LinkResponse['body'] }): void {
  if (body) void drain(body);
}
