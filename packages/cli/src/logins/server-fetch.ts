import { readFileSync, statSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { readProxySettings } from '@mcp-guard/net/proxy-settings';
import type { RemoteServer } from '@mcp-guard/policy';

/** The certificates of a whole system are a quarter of it. */
const MAX_BYTES = 4 * 2 ** 20;

/**
 * How a login at a server asks: more of its host may be reached than of any other, through the same proxy and with the
 * same certificates as the daemon reaches it.
 * @param proxy `daemon.proxy`
 */
export function toServerFetch(
  name: string,
  { url, allow_http: allowHttp, allow_private: allowPrivate, ca_file: file }: RemoteServer,
  proxy: string | null,
  env: NodeJS.ProcessEnv,
): typeof guardedFetch {
  const reach = { host: new URL(url).host, allowHttp, allowPrivate };
  return (to, options) => {
    const ca = file === null ? undefined : readCertificates(name, file);
    return guardedFetch(to, { ...options, reach, ca, proxy: readProxySettings(proxy, env) });
  };
}

function readCertificates(name: string, file: string): string {
  try {
    const stat = statSync(file);
    if (stat.isFile() && stat.size <= MAX_BYTES) return readFileSync(file, 'utf8');
  } catch {
    // reported below
  }
  const hint = `check servers.${name}.ca_file: ${file}`;
  throw new GuardError('CONFIG_INVALID', `the certificates for the server ${name} cannot be read`, { hint });
}
