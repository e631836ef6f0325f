import { mask } from '@mcp-guard/detectors';

const SECRET_NAME = /auth|token|key|secret|passw|cookie|credential/i;

/**
 * The places of logins of remote servers that stand in the configuration itself: it is shown, shared and copied, and
 * secrets.env is not.
 * @param written the configuration before variables were filled in
 */
export function findWrittenSecrets(written: unknown): readonly string[] {
  return Object.entries(valuesOf(valuesOf(written)['servers'])).flatMap(([name, server]) => {
    const entry = valuesOf(server);
    const headers = Object.entries(valuesOf(entry['headers']));
    const queries = readQueries(entry['url']);
    return [
      ...headers.flatMap(([header, value]) => (isSecret(header, value) ? [`headers.${header}`] : [])),
      ...(isSecret('token', entry['upstream_auth_token']) ? ['upstream_auth_token'] : []),
      ...(isSecret('secret', valuesOf(entry['oauth'])['client_secret']) ? ['oauth.client_secret'] : []),
      ...(queries.some(([query, value]) => isSecret(query, value)) ? ['url'] : []),
    ].map((key) => `servers.${name}.${key}`);
  });
}

const isSecret = (name: string, value: unknown): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  !value.includes('${') &&
  (SECRET_NAME.test(name) || mask(value) !== value);

/** Without a variable: what it brings is in secrets.env. */
function readQueries(url: unknown): readonly (readonly [name: string, value: string])[] {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return parsed ? [...parsed.searchParams] : [];
}

const valuesOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
