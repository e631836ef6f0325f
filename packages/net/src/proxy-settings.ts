import { BlockList, isIP } from 'node:net';
import { GuardError } from '@mcp-guard/core';
import { bare } from '@mcp-guard/core/addresses';

/** Through what the network is reached. */
export interface ProxySettings {
  /** For https; with a scheme, and possibly with a login that is shown to no one. */
  readonly https: string | undefined;
  readonly http: string | undefined;
  /** Hosts, domains, networks and `*`: what is reached without it. */
  readonly direct: readonly string[];
}

/** More names of hosts than anyone writes. */
const MAX_DIRECT = 512;

/**
 * Takes the proxy of the configuration, else that of the terminal. The exceptions of the terminal hold for both.
 * @param configured `daemon.proxy`
 * @param terminal as it was recorded last
 */
export function readProxySettings(
  configured: string | null,
  terminal: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  // Programs take the small letters first; most know nothing else.
  const named = (name: string): string | undefined =>
    terminal[name.toLowerCase()]?.trim() || terminal[name]?.trim() || undefined;
  const all = configured ?? undefined;
  return {
    https: all ?? named('HTTPS_PROXY') ?? named('ALL_PROXY'),
    http: all ?? named('HTTP_PROXY') ?? named('ALL_PROXY'),
    direct: (named('NO_PROXY') ?? '').toLowerCase().split(/[\s,]/).filter(Boolean).slice(0, MAX_DIRECT),
  };
}

/** The proxy for a URL, or nothing if it is reached directly. Throws CONFIG_INVALID for one that cannot be used. */
export function proxyFor({ https, http, direct }: ProxySettings, target: URL): URL | undefined {
  const text = target.protocol === 'https:' ? https : http;
  if (text === undefined || isOfThisMachine(target) || direct.some((entry) => covers(entry, target))) return undefined;
  const proxy = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  throw new GuardError('CONFIG_INVALID', 'the proxy is not one of http or https', {
    hint: 'set daemon.proxy to a URL like http://host:port, or NO_PROXY for servers that need none',
  });
}

export function proxyLogin({ username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A proxy would look for it on its own machine. */
const isOfThisMachine = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** One entry of NO_PROXY names a host: itself, its domain, its network, or everything. */
function covers(entry: string, { hostname, port, protocol }: URL): boolean {
  if (entry === '*') return true;
  const [, named = entry, wanted] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== (port || DEFAULT_PORTS[protocol])) return false;
  const host = bare(hostname).replace(/\.$/, '');
  const name = bare(named).replace(/^\*?\./, '');
  if (name === '') return false;
  if (isIP(host) !== 0) return host === name || isInNetwork(host, name);
  return host === name || host.endsWith(`.${name}`);
}

function isInNetwork(address: string, network: string): boolean {
  const [start = '', bits = ''] = network.split('/', 2);
  const [own, family] = [isIP(address), isIP(start)];
  const isBits = /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
  if (own !== family || family === 0 || !isBits) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(start, Number(bits), kind);
  return list.check(address, kind);
}
