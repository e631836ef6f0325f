import type { JsonObject } from '@mcp-guard/core';
import { isLoopbackHost } from '@mcp-guard/core/addresses';
import { findRemoteProblem, isOwnHeader } from '@mcp-guard/policy';
import type { ServerRun } from '../clients/client-format.js';
import { isPrivate } from '../scan/remote-url.js';
import { fillIn, type Filling } from './fill-in.js';
import { isStaying, readText, unclear, type OurText, type Staying } from './our-text.js';
import { cutHeader, cutUrl } from './remote-secrets.js';

export type ClientRemote = Extract<ServerRun, { kind: 'remote' }>;

/** A remote server in our configuration. */
export interface OurRemote {
  readonly kind: 'remote';
  readonly transport: ClientRemote['transport'];
  /** In pieces, as each header. */
  readonly url: readonly OurText[];
  readonly headers: ReadonlyMap<string, readonly OurText[]>;
  /** Its client reaches it without TLS, beyond this machine. */
  readonly allowHttp: boolean;
  /** Its name is one of a private network. */
  readonly allowPrivate: boolean;
}

/** The requests to a remote server, with every value in them. */
export interface RemoteRun {
  readonly transport: ClientRemote['transport'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client's remote server as ours. It is reached as its client reaches it, or it stays. */
export function toOurRemote(run: ClientRemote, filling: Filling): OurRemote | Staying {
  const url = fillIn(run.url, filling);
  if (isStaying(url)) return url;
  const headers = new Map<string, readonly OurText[]>();
  for (const [name, value] of Object.entries(run.headers)) {
    if (isOwnHeader(name)) continue; // the guard says by itself what it accepts and sends
    const filled = fillIn(value.trim(), filling);
    if (isStaying(filled)) return filled;
    headers.set(name, cutHeader(name, filled));
  }
  const address = URL.parse(textOf(url));
  const isOpen = address !== null && /^(?:http|ws):$/.test(address.protocol) && !isLoopbackHost(address.hostname);
  const made: OurRemote = {
    kind: 'remote',
    transport: run.transport,
    url: cutUrl(url),
    headers,
    allowHttp: isOpen,
    allowPrivate: address !== null && isPrivateName(address),
  };
  const problem = findRemoteProblem({ ...toRemoteRun(made), allow_http: isOpen });
  return problem === undefined ? made : unclear(`our configuration cannot hold it: ${problem}`);
}

/** An address that is written as such is meant. */
const isPrivateName = (url: URL): boolean =>
  !isLoopbackHost(url.hostname) && !/^[\d.]+$|^\[/.test(url.hostname) && isPrivate(url);

const textOf = (pieces: readonly OurText[]): string => pieces.map(readText).join('');

export const toRemoteRun = ({ transport, url, headers }: OurRemote): RemoteRun => ({
  transport,
  url: textOf(url),
  headers: Object.fromEntries([...headers].map(([name, pieces]) => [name, textOf(pieces)])),
});

/** As our configuration has it. */
export function toRemoteEntry(made: OurRemote, write: (text: OurText) => string): JsonObject {
  const { transport, url, headers, allowHttp, allowPrivate } = made;
  const join = (pieces: readonly OurText[]): string => pieces.map(write).join('');
  return {
    transport,
    url: join(url),
    ...(headers.size > 0 && {
      headers: Object.fromEntries([...headers].map(([name, pieces]) => [name, join(pieces)])),
    }),
    ...(allowHttp && { allow_http: true }),
    ...(allowPrivate && { allow_private: true }),
  };
}

/** A secret in it proves who asks; a login at the server does otherwise. */
export const holdsLogin = ({ url, headers }: OurRemote): boolean =>
  [url, ...headers.values()].some((pieces) => pieces.some(({ kind }) => kind === 'secret'));
