import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import type { ProxySettings } from '../proxy-settings.js';
import type { ResolveHost } from '../judge-addresses.js';

export interface OutboundOptions {
  /** The URL of the configured server: only its origin is reached. `ws` and `wss` count as `http` and `https`. */
  readonly url: string;
  readonly allowHttp: boolean;
  readonly allowPrivate: boolean;
  /** Certificates, PEM, that are trusted beside those that Node trusts. */
  readonly ca?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
  /** Default: the system's resolver. */
  readonly resolve?: ResolveHost | undefined;
  /** Default: they are not counted. */
  readonly count?: CountConnection | undefined;
}

/** Makes a connection with `connect`, or throws if there are too many. */
export type CountConnection = (connect: () => Promise<Socket>) => Promise<Socket>;

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Default: the configured one. */
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** Ends the exchange at any time, its connection too. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; default: none. */
  readonly headersTimeout?: number | undefined;
}

export interface OutboundResponse {
  readonly status: number;
  /** Headers by names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Buffers, as they come and no faster than they are read; an error of it is the connection's own. */
  readonly body: Readable;
}

/** The way to one server, for all its sessions: connections that are checked when they are made, and then used again. */
export interface Outbound {
  /**
   * One exchange. Redirects of 307 and 308 within the origin are followed; any other status of 3xx throws, as does all
   * that cannot be asked: a `GuardError` with the host and the cause. The signal's reason is thrown as it is.
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** A checked connection to the origin, for the caller alone, which destroys it. */
  connect(url: string, signal?: AbortSignal): Promise<Duplex>;
  /** Ends all connections. */
  close(): Promise<void>;
}
