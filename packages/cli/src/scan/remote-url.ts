import { isIP } from 'node:net';
import { bare, isLoopbackHost, isPublicAddress } from '@mcp-guard/core/addresses';
import { mask } from '@mcp-guard/detectors';
import type { ServerRun } from '../clients/client-format.js';
import { showText } from '../output/show-text.js';

/** Names that no public resolver knows (RFC 6761, RFC 6762, and what ICANN reserves for private networks). */
const LOCAL_NAMES = ['.localhost', '.local', '.internal', '.lan', '.home.arpa'];

/** The address of a remote server; nothing if it is a placeholder, a path of a socket, or no URL. */
export function readUrl(run: ServerRun): URL | undefined {
  if (run.kind !== 'remote' || !URL.canParse(run.url)) return undefined;
  const url = new URL(run.url);
  return /^(?:http|ws)s?:$/.test(url.protocol) && !/[${}%]/.test(url.hostname) ? url : undefined;
}

/** Safe to show. A URL writes its host in lower case, which hides a secret from detection. */
export const showHost = ({ href, host }: URL, written: string): string =>
  mask(written) === written && mask(href) === href ? showText(host) : 'its host';

export const isLoopback = ({ hostname }: URL): boolean =>
  isLoopbackHost(hostOf(hostname)) || hostOf(hostname).startsWith('127.') || hostOf(hostname).endsWith('.localhost');

/** A URL leads to this machine or the network around it. Names are not resolved. */
export function isPrivate(url: URL): boolean {
  const host = hostOf(url.hostname);
  if (isIP(bare(host)) !== 0) return !isPublicAddress(bare(host));
  return !host.includes('.') || LOCAL_NAMES.some((end) => host.endsWith(end));
}

const hostOf = (hostname: string): string => (hostname.endsWith('.') ? hostname.slice(0, -1) : hostname);
