import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { GuardError } from '@mcp-guard/core';
import { bare, isLoopbackHost, isPrivateAddress, isPublicAddress } from '@mcp-guard/core/addresses';

/** The addresses of a name; throws if it has none. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** A server that the user has configured: more of it may be reached than of any other. */
export interface Reach {
  /** `URL.host` of it. */
  readonly host: string;
  /** Without TLS beyond this machine. */
  readonly allowHttp: boolean;
  /** Its name may lead to a private network. */
  readonly allowPrivate: boolean;
}

/** Throws CONFIG_INVALID for a URL that must not be asked, wherever its host is. */
export function toTarget(url: string | URL, reach?: Reach): URL {
  const target = URL.parse(String(url));
  if (!target) throw new GuardError('CONFIG_INVALID', 'the address is not a URL');
  const { host, hostname, protocol, username, password } = target;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new GuardError('CONFIG_INVALID', `only https can be fetched, not ${protocol}`);
  }
  if (username || password) throw new GuardError('CONFIG_INVALID', `the URL for ${host} holds a user or a password`);
  const mayBePlain = isLoopbackHost(hostname) || (reach?.allowHttp && reach.host === host);
  if (protocol === 'http:' && !mayBePlain) {
    throw new GuardError('CONFIG_INVALID', `${host} must be reached over https`);
  }
  return target;
}

/**
 * The addresses of a host: the public ones, or those of this machine if the URL names it. A configured server is at any
 * address that its URL names, and at a private one if that is allowed. One forbidden address refuses them all.
 */
export async function addressesOf(
  url: URL,
  reach: Reach | undefined,
  resolve: ResolveHost = systemAddresses,
): Promise<readonly LookupAddress[]> {
  const host = bare(url.hostname);
  const family = isIP(host);
  if (family !== 0) {
    judgeLiteral(url, reach);
    return [{ address: host, family }];
  }
  const addresses = await resolve(host);
  if (addresses.length === 0) throw failed(url, 'has no address');
  const mayAsk = judgeOf(url, reach);
  if (addresses.every(({ address }) => mayAsk(address))) return addresses;
  const isOnlyPrivate = reach?.host === url.host && addresses.every(({ address }) => isPrivateAddress(address));
  throw failed(url, 'leads to an address that is not public', {
    ...(isOnlyPrivate && { hint: 'if it is in a network of your own, set allow_private: true for this server' }),
  });
}

/** All that can be judged where a proxy finds the address. */
export function judgeLiteral(url: URL, reach: Reach | undefined): void {
  const host = bare(url.hostname);
  if (isIP(host) === 0 || reach?.host === url.host || isLoopbackHost(host) || isPublicAddress(host)) return;
  throw failed(url, 'leads to an address that is not public');
}

function judgeOf({ host, hostname }: URL, reach: Reach | undefined): (address: string) => boolean {
  if (isLoopbackHost(hostname)) return isLoopbackHost;
  if (reach?.host === host && reach.allowPrivate)
    return (address) => isPublicAddress(address) || isPrivateAddress(address);
  return isPublicAddress;
}

const systemAddresses: ResolveHost = (host) => lookup(host, { all: true });

/** Connects to the addresses that were judged: a name that is resolved twice may lead somewhere else. */
export function pin(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else if (first) done(null, first.address, first.family);
  };
}

/** Names by its host what cannot be asked: never with the rest of its URL. */
export const failed = (
  { host }: Pick<URL, 'host'>,
  why: string,
  options: { readonly cause?: unknown; readonly hint?: string } = {},
): GuardError => new GuardError('UPSTREAM_UNAVAILABLE', `${host} ${why}`, options);
