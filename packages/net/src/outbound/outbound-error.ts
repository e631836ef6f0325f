import { GuardError } from '@mcp-guard/core';
import { failed } from '../judge-addresses.js';

const UNTRUSTED = {
  why: 'shows a certificate of an authority that is not trusted',
  hint: 'put the certificate of its authority into a file and name it with ca_file',
};

/** The meaning of the codes of Node, OpenSSL and undici. */
const CAUSES: Readonly<Record<string, { readonly why: string; readonly hint?: string }>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: { why: 'shows a certificate that has expired' },
  CERT_NOT_YET_VALID: { why: 'shows a certificate that is not valid yet' },
  ERR_TLS_CERT_ALTNAME_INVALID: { why: 'shows a certificate of another host' },
  ENOTFOUND: { why: 'has no address' },
  EAI_AGAIN: { why: 'has no address for now' },
  ECONNREFUSED: { why: 'accepts no connections' },
  ECONNRESET: { why: 'broke the connection' },
  UND_ERR_SOCKET: { why: 'broke the connection' },
  ERR_ASSERTION: { why: 'answers with what is not HTTP' },
  UND_ERR_HEADERS_OVERFLOW: { why: 'answers with too many headers' },
  UND_ERR_HEADERS_TIMEOUT: { why: 'did not answer in time' },
};

/** Why a host could not be asked, with its code if there are no words for it. Neither holds a part of a URL. */
export function toOutboundError(url: URL, error: unknown): GuardError {
  if (error instanceof GuardError) return error;
  const { why, hint } = causeOf(error);
  return failed(url, why, { cause: error, ...(hint !== undefined && { hint }) });
}

/** The hint is for a server of the configuration. */
export function causeOf(error: unknown): { readonly why: string; readonly hint?: string } {
  // Its error holds what came.
  if (error instanceof Error && error.name === 'HTTPParserError') return { why: 'answers with what is not HTTP' };
  const code = codeOf(error);
  return CAUSES[code] ?? { why: `cannot be asked: ${code}` };
}

/** Several addresses that all fail are one error of several. */
function codeOf(error: unknown): string {
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const [one = error] = several;
  const code: unknown = one instanceof Error && 'code' in one ? one.code : undefined;
  return typeof code === 'string' && /^[A-Z\d_]{1,60}$/.test(code) ? code : 'the connection failed';
}
