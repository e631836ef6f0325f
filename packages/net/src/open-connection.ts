import type { Socket } from 'node:net';
import { connect as connectTcp, isIP } from 'node:net';
import type { ConnectionOptions, SecureContext } from 'node:tls';
import { bare } from '@mcp-guard/core/addresses';
import { addressesOf, failed, judgeLiteral, pin, type Reach, type ResolveHost } from './judge-addresses.js';
import { proxyFor, type ProxySettings } from './proxy-settings.js';
import { openTunnel } from './proxy-tunnel.js';

/** Until a connection is there, its TLS and a proxy included, in milliseconds. */
const TIMEOUT = 10_000;
const KEEP_ALIVE_AFTER = 60_000;

export interface ConnectionRules {
  readonly reach?: Reach | undefined;
  /** Certificates that are trusted beside those that Node trusts. */
  readonly trust?: (() => SecureContext) | undefined;
  readonly proxy?: ProxySettings | undefined;
  /** Default: the system's resolver. */
  readonly resolve?: ResolveHost | undefined;
}

/**
 * A connection to the host of a URL, to the very addresses that were judged, with TLS for https. TLS is verified whatever
 * the environment says. Without TLS and through a proxy, it ends at the proxy. Throws for a forbidden address, and what
 * the system says.
 */
export async function openConnection(url: URL, rules: ConnectionRules, given?: AbortSignal): Promise<Socket> {
  const timeout = AbortSignal.timeout(TIMEOUT);
  const signal = given ? AbortSignal.any([timeout, given]) : timeout;
  try {
    const socket = await open(url, rules, signal);
    return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_AFTER);
  } catch (error) {
    if (timeout.aborted && !given?.aborted) throw failed(url, 'accepted no connection in time', { cause: error });
    throw error;
  }
}

async function open(url: URL, { reach, trust, proxy, resolve }: ConnectionRules, signal: AbortSignal): Promise<Socket> {
  const isSecure = url.protocol === 'https:';
  const through = proxy && proxyFor(proxy, url);
  if (through) {
    judgeLiteral(url, reach);
    const connecting = connectTo(through, through.protocol === 'https:', {}, signal);
    if (!isSecure) return connecting;
    const socket = await openTunnel(connecting, through, url, signal);
    return connectTo(url, true, { socket, ...(trust && { secureContext: trust() }) }, signal);
  }
  const addresses = await unlessAborted(addressesOf(url, reach, resolve), signal);
  const secureContext = isSecure && trust?.();
  return connectTo(url, isSecure, { lookup: pin(addresses), ...(secureContext && { secureContext }) }, signal);
}

function connectTo(url: URL, isSecure: boolean, options: ConnectionOptions, signal: AbortSignal): Promise<Socket> {
  if (signal.aborted) options.socket?.destroy();
  signal.throwIfAborted();
  const host = bare(url.hostname);
  const port = Number(url.port || (isSecure ? 443 : 80));
  // Not loaded before it is needed: it would cost every daemon memory.
  const socket: Socket = isSecure
    ? process.getBuiltinModule('node:tls').connect({
        ...options,
        host,
        port,
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: true,
        ...(isIP(host) === 0 && { servername: host }),
      })
    : connectTcp({ host, port, ...(options.lookup && { lookup: options.lookup }) });
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', fail);
    };
    const fail = (error: unknown): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(error instanceof Error ? error : failed(url, 'closed the connection'));
    };
    const abort = (): void => fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    socket
      .once('error', fail)
      .once('close', fail)
      .once(isSecure ? 'secureConnect' : 'connect', () => {
        settle();
        resolve(socket.on('error', () => undefined)); // until its user listens, and for one who never does
      });
  });
}

/** The work itself cannot be ended. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
