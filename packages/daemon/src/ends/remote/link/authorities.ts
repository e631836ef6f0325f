import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';

/** The certificates of a whole system are a quarter of it. */
const MAX_BYTES = 4 * 2 ** 20;

/** Names of the terminal's variables that hold a file of certificates. */
const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const;

/**
 * Certificates that a server is trusted by, beside those that Node trusts: PEM, or nothing if there are no others. Throws
 * CONFIG_INVALID if its file cannot be used; one that a variable names is then left out, as Node does.
 * @param file `ca_file` of the server
 */
export function readAuthorities(
  name: string,
  file: string | null,
  terminal: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const texts = new Set<string>();
  for (const variable of VARIABLES) {
    const path = terminal[variable];
    const text = path ? readCertificates(path) : undefined;
    if (text !== undefined) texts.add(text);
  }
  if (file !== null) {
    const own = readCertificates(file);
    if (own === undefined) {
      const hint = `check servers.${name}.ca_file: ${file}`;
      throw new GuardError('CONFIG_INVALID', `the certificates for the server ${name} cannot be read`, { hint });
    }
    texts.add(own);
  }
  return texts.size === 0 ? undefined : [...texts].join('\n');
}

function readCertificates(path: string): string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
    const text = readFileSync(path, 'utf8');
    void new X509Certificate(text);
    return text;
  } catch {
    return undefined;
  }
}
