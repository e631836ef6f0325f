import { isSecretName } from '@mcp-guard/core/launch';
import { findCredentials } from '@mcp-guard/detectors';

/** Words, numbers and paths, which are typical of settings. */
const PLAIN = /^(?:[A-Za-z][A-Za-z_-]{0,31}|[\d.]{1,15}|~?\/[\w./@ -]{0,500})$/;
/** Letters and digits without a blank, which are typical of keys. */
const RANDOM = /^(?=.{0,256}\d)(?=.{0,256}[A-Za-z])[\w+/=.:~-]{16,256}$/;

export const isRandom = (text: string): boolean => RANDOM.test(text);

/** Names of variables that hold a location: `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`, `AWS_SHARED_CREDENTIALS_FILE`. */
const FILE_NAME = /(?:(?:^|_)(?:ca_?)?certs?|_ca|bundle|file|path|dir|sock)$|^google_application_credentials$/i;
const FILE = /^(?:~?\/|[A-Za-z]:[\\/])[\w./\\@ -]{1,500}$/;

/** A variable names a file or folder, and no step of its path looks like a key. */
const isFilePath = (name: string, value: string): boolean =>
  FILE_NAME.test(name) && FILE.test(value) && !value.split(/[/\\]/).some((step) => RANDOM.test(step));

/** A variable of an environment belongs with the secrets. In doubt it does. */
export function isSecretValue(name: string, value: string): boolean {
  if (value === '') return false;
  if (isSecretName(name)) return !isFilePath(name, value);
  if (PLAIN.test(value)) return false;
  const isKey = isUrl(value) ? holdsLogin(value) : isRandom(value);
  return isKey || findCredentials({ [name]: value }).length > 0;
}

/** Which of the arguments are a secret or hold one. */
export const findSecretArgs = (args: readonly string[]): ReadonlySet<number> =>
  new Set(findCredentials(args).flatMap(({ path: [index] }) => (typeof index === 'number' ? [index] : [])));

const isUrl = (value: string): boolean => value.includes('://') && URL.canParse(value);

/** A URL with a password or a query, which may hold tokens. */
function holdsLogin(value: string): boolean {
  const { password, search } = new URL(value);
  return password !== '' || search !== '';
}
