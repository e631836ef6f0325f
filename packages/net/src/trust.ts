import type { SecureContext } from 'node:tls';
import { GuardError } from '@mcp-guard/core';

/**
 * Connections trust these certificates, beside what Node trusts; the context is built once, when the first one needs
 * it: it is 150 certificates. Throws CONFIG_INVALID for a text that holds no certificate.
 * @param ca PEM
 */
export function toTrust(ca: string): () => SecureContext {
  const { X509Certificate } = process.getBuiltinModule('node:crypto');
  try {
    void new X509Certificate(ca); // the first one: OpenSSL passes over a text without any
  } catch (cause) {
    throw new GuardError('CONFIG_INVALID', 'the file of certificates holds no certificate', { cause });
  }
  let context: SecureContext | undefined;
  return () => {
    const { createSecureContext, getCACertificates, rootCertificates } = process.getBuiltinModule('node:tls');
    // Node 20 has no name for what it trusts by default.
    const usual: readonly string[] = getCACertificates?.('default') ?? rootCertificates;
    return (context ??= createSecureContext({ ca: [...usual, ca] }));
  };
}
