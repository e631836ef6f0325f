import { VARIABLE_NAME } from '@mcp-guard/core';
import { isOfTerminal } from '@mcp-guard/core/terminal-environment';
import { loadsCode } from '@mcp-guard/policy';
import { isGone } from '../scan/is-gone.js';

/** Why a server could not reach the network: a certificate that is not trusted, or no way out at all. */
export type Trouble = 'certificate' | 'way';

/** As OpenSSL, Node, Python, Go and Rust say it. */
const CERTIFICATE =
  /self[-_ ]signed|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|CERT_(?:UNTRUSTED|SIGNATURE|HAS|NOT)|CERTIFICATE_VERIFY|certificate verify|local issuer|unknown authority|UnknownIssuer|certificate is not trusted/i;
const WAY =
  /EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|getaddrinfo|name resolution|could not resolve|tunneling socket|proxy authentication|407 |via proxy|dns error|network is unreachable/i;
/** Characters of a reason that are looked at. */
const MAX_LOOKED = 4000;

export function findTrouble(why: string): Trouble | undefined {
  const looked = why.slice(0, MAX_LOOKED);
  if (CERTIFICATE.test(looked)) return 'certificate';
  return WAY.test(looked) ? 'way' : undefined;
}

const OF_CERTIFICATES = /(?:^|_)(?:CA_?(?:BUNDLE|CERTS?|FILE|PATH|INFO)|CERTS?_(?:FILE|DIR)|EXTRA_CA_CERTS|CAINFO)$/i;
const OF_PROXY = /_PROXY$/i;
const isAbout = (name: string, trouble: Trouble): boolean =>
  (trouble === 'certificate' ? OF_CERTIFICATES : OF_PROXY).test(name);

/** Variables of the terminal about proxies and certificates that servers may get, and do not get yet. */
export const toOffer = (env: NodeJS.ProcessEnv, passEnv: readonly string[]): readonly string[] =>
  Object.keys(env)
    .filter((name) => isAbout(name, 'certificate') || isAbout(name, 'way'))
    .filter((name) => VARIABLE_NAME.test(name) && !isOfTerminal(name) && !loadsCode(name) && !passEnv.includes(name))
    .filter((name) => (env[name] ?? '') !== '' && !name.startsWith('MCP_GUARD_'))
    .toSorted();

const ADVICE: Readonly<Record<Trouble, readonly [unset: string, set: string]>> = {
  certificate: [
    'a certificate was not accepted: behind a company proxy, set NODE_EXTRA_CA_CERTS and SSL_CERT_FILE to the file of its certificates (PEM), and run mcp-guard init again',
    'a certificate was not accepted: check that these name the certificates of your network',
  ],
  way: [
    'a server did not reach the network: behind a proxy, set HTTPS_PROXY and NO_PROXY, and run mcp-guard init again',
    'a server did not reach the network: check the proxy in these',
  ],
};

/**
 * Advises on servers that did not reach the network, one line for each kind of trouble. Values are not shown: the
 * address of a proxy may hold a password.
 */
export function adviseOn(
  whys: readonly string[],
  env: NodeJS.ProcessEnv,
  passEnv: readonly string[],
): readonly string[] {
  const troubles = new Set(whys.map(findTrouble).filter((trouble) => trouble !== undefined));
  return [...troubles].map((trouble) => {
    const passed = Object.keys(env)
      .filter((name) => isAbout(name, trouble) && (isOfTerminal(name) || passEnv.includes(name)))
      .toSorted();
    const [unset, set] = ADVICE[trouble];
    if (passed.length === 0) return unset;
    return `${set}: ${passed.map((name) => (leadsNowhere(trouble, env[name]) ? `${name} (no such file)` : name)).join(', ')}`;
  });
}

const leadsNowhere = (trouble: Trouble, value = ''): boolean =>
  trouble === 'certificate' && isGone(value, { scope: 'user' });
